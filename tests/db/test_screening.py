"""Lists are loaded whole or not at all, only what changed is compared again, and judgements last as long as their inputs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command

from dealtracker.access.models import Compartment
from dealtracker.access.rules import PUBLIC, Viewer, system_viewer
from dealtracker.access.walls import as_viewer, set_walls
from dealtracker.money import Amount
from parties.actions.dispositions import judge_candidate, undo_disposition
from parties.actions.merges import keep_apart, merge_parties
from parties.actions.screening import Loaded, ScreeningRefused, load_list
from parties.models import Candidate, Identifier, ListedEntry, ListVersion, Party, PartyDue, PartyName, Stake, Watchlist
from parties.register.calc import normalise
from parties.reports.duplicates import duplicate_pairs, duplicates_of, proposed_duplicates
from parties.reports.ownership_tree import ownership_problems, ownership_tree
from parties.reports.party_candidates import NOT_SCREENED, Screening, party_candidates
from parties.screening import recompute
from parties.screening.readers import ListRefused
from parties.screening.recompute import Run, due_parties, screen
from tests.unit.screening.lists import EL, SDN, csl_csv, ftm, write

AT, TODAY = datetime(2026, 6, 1, 12, tzinfo=UTC), date(2026, 6, 1)
SYSTEM = system_viewer("tests")
ALDER = {"_id": "e1", "name": "Alderwood Microdevices Co., Ltd.", "addresses": "1 Quay Rd, Dalian, CN", "source": EL}
BIRCH = {"_id": "e2", "name": "Birchfield Optics", "addresses": "2 Quay Rd, Riga, LV", "source": SDN}


@pytest.fixture(autouse=True)
def walls(db: None) -> Iterator[None]:
    with as_viewer(SYSTEM):
        yield


def party(name: str, *others: str, wall: UUID = PUBLIC, **more: Any) -> Party:
    made = Party.rows.create(name=name, compartment_id=wall, **{"kind": "company", **more})
    for text in (name, *others):
        PartyName.rows.create(
            party=made, text=text, primary=text == name, normalised=normalise(text), compartment_id=wall
        )
    return made


def load(folder: Path, *rows: dict[str, str], **more: Any) -> Loaded:
    path = write(folder, "consolidated.csv", csl_csv(*rows))
    return load_list(kind="csl-csv", name="CSL", files=[path], viewer=SYSTEM, at=AT, file_date=TODAY, **more)


def report(of: Party, viewer: Viewer = SYSTEM) -> Screening:
    found = party_candidates(viewer=viewer, party=of.pk, as_of=TODAY, known_on=TODAY)
    assert found is not None
    return found


def judge(of: Party, verdict: str, viewer: Viewer = SYSTEM, ref: str = "e1") -> Any:
    [watchlist] = Watchlist.rows.values_list("pk", flat=True)
    return judge_candidate(
        party=of.pk, watchlist=watchlist, ref=ref, verdict=verdict, reason="address seen", viewer=viewer, at=AT
    )


def test_without_a_list_it_is_said_that_nothing_was_screened() -> None:
    one = party("Alderwood Microdevices")
    assert screen(at=AT) == Run()
    assert (report(one).state, report(one).candidates) == (NOT_SCREENED, ())
    out = StringIO()
    call_command("screen", stdout=out)
    assert "Not screened: no list loaded" in out.getvalue()
    assert not PartyDue.rows.filter(room="screening").exists()


def test_candidates_stand_with_score_reasons_and_what_they_were_found_among(tmp_path: Path) -> None:
    one, other = party("Alderwood Microdevices", hq_country="CN"), party("Cedar Gate Trading")
    loaded = load(tmp_path, ALDER, BIRCH)
    assert (loaded.number, loaded.entries, loaded.names, loaded.added, loaded.dry_run) == (1, 2, 2, 2, False)
    assert "not screened yet against 2 entries of CSL" in report(one).state
    run = screen(at=AT)
    assert (run.lists, run.parties, run.new, run.changed) == (1, 2, 1, {one.pk})
    [found] = report(one).candidates
    assert (str(found.score), found.ref, found.regimes) == ("1.000", "e1", ("affiliates",))
    assert [reason["feature"] for reason in found.reasons] == ["equal", "same_country"]
    assert (
        report(one).state == f"1 candidate ≥ 0.80 among 2 entries of CSL, file of 2026-06-01, hash {loaded.digest[:12]}"
    )
    assert report(other).state.startswith("0 candidates ≥ 0.80 among 2 entries")


def test_a_dry_run_saves_nothing(tmp_path: Path) -> None:
    loaded = load(tmp_path, ALDER, dry_run=True)
    assert (loaded.entries, loaded.dry_run) == (1, True)
    assert not Watchlist.rows.exists() and not ListedEntry.rows.exists() and not ListVersion.rows.exists()


@pytest.mark.parametrize(
    "damage", [lambda text: text[:-25], lambda text: text.replace("alt_names", "other"), lambda text: text + "x,y\r\n"]
)
def test_a_damaged_file_leaves_the_old_version_active(damage: Any, tmp_path: Path) -> None:
    one = party("Alderwood Microdevices")
    load(tmp_path, ALDER, BIRCH)
    screen(at=AT)
    before = report(one), list(ListedEntry.rows.order_by("pk").values()), list(ListVersion.rows.values())
    broken = write(tmp_path, "broken.csv", damage(csl_csv(ALDER, {**BIRCH, "_id": "e9"})))
    with pytest.raises(ListRefused):
        load_list(kind="csl-csv", name="CSL", files=[broken], viewer=SYSTEM, at=AT)
    assert (report(one), list(ListedEntry.rows.order_by("pk").values()), list(ListVersion.rows.values())) == before


def test_a_version_with_far_fewer_entries_is_taken_only_on_purpose(tmp_path: Path) -> None:
    many = [{**BIRCH, "_id": f"m{n}", "name": f"Birchfield {n}"} for n in range(10)]
    load(tmp_path, *many)
    with pytest.raises(ListRefused, match="has 1 entries where version 1 had 10"):
        load(tmp_path, ALDER)
    assert load(tmp_path, ALDER, fewer_is_right=True).removed == 10


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    party("Alderwood Microdevices")
    load(tmp_path, ALDER, BIRCH)
    screen(at=AT)
    loaded = load(tmp_path, ALDER, BIRCH)
    assert (loaded.number, loaded.is_new) == (1, False) and "the same entries" in loaded.notices[-1]
    assert ListVersion.rows.count() == 1
    run = screen(at=AT)
    assert (run.parties, run.pairs, run.changed) == (0, 0, set())


def test_only_what_changed_is_compared_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, list[str]]] = []

    class Watched(recompute.PartyIndex):
        def matches(self, searched: Any) -> Any:
            words = [word for _, word in searched if word[0] == "="]
            asked.append((len(self.near), words))
            return super().matches((0, word) for word in ())

    one, other = party("Alderwood Microdevices"), party("Cedar Gate Trading")
    load(tmp_path, ALDER, BIRCH)
    screen(at=AT)
    monkeypatch.setattr(recompute, "PartyIndex", Watched)
    loaded = load(
        tmp_path, ALDER, {**BIRCH, "name": "Birchfield Optic Works"}, {**BIRCH, "_id": "e3", "name": "Cedar Gate"}
    )
    assert (loaded.added, loaded.changed, loaded.removed) == (1, 1, 0)
    screen(at=AT)
    assert asked == [(2, ["=birchfield optic works", "=cedar gate"])]
    PartyName.rows.create(party=other, text="Cedar Doors", normalised="cedar doors")
    asked.clear()
    screen(at=AT)
    assert [count for count, _ in asked] == [2] and len(asked[0][1]) == 3
    Party.rows.filter(pk=one.pk).update(revision=7)
    assert not due_parties()


def test_candidates_go_with_their_entry_and_with_their_name(tmp_path: Path) -> None:
    one = party("Alderwood Microdevices", "Birchfield Optics")
    load(tmp_path, ALDER, BIRCH)
    screen(at=AT)
    assert {c.ref for c in report(one).candidates} == {"e1", "e2"}
    PartyName.rows.filter(party=one, text="Birchfield Optics").delete()
    screen(at=AT)
    assert {c.ref for c in report(one).candidates} == {"e1"}
    load(tmp_path, BIRCH, fewer_is_right=True)
    assert screen(at=AT).gone == 1
    assert report(one).candidates == () and report(one).lists[0].version == 2


def test_screening_twice_is_screening_once(tmp_path: Path) -> None:
    for n in range(5):
        party(f"Alderwood Microdevice{'s' * n}")
    load(tmp_path, ALDER, BIRCH)
    screen(at=AT)
    before = list(Candidate.rows.order_by("pk").values())
    Party.rows.update(reason_unnamed="touched")
    screen(at=AT)
    assert list(Candidate.rows.order_by("pk").values()) == before and before


def test_a_judgement_lasts_until_what_was_compared_changes(tmp_path: Path) -> None:
    one = party("Alderwood Microdevices", hq_country="CN")
    load(tmp_path, ALDER, BIRCH)
    screen(at=AT)
    judge(one, "different")
    assert [(c.verdict, c.outdated) for c in report(one).candidates] == [("different", False)]
    load(tmp_path, ALDER, {**BIRCH, "name": "Birchfield Works"})
    screen(at=AT)
    assert [c.verdict for c in report(one).candidates] == ["different"], "another entry changed, not this one"
    load(tmp_path, {**ALDER, "alt_names": "Alderwood Micro"}, BIRCH)
    screen(at=AT)
    [found] = report(one).candidates
    assert (found.verdict, found.outdated) == ("", True) and found.judgement is not None
    assert found.judgement.seen["entry"]["names"] == [["Alderwood Microdevices Co., Ltd.", False]]
    judge(one, "same")
    assert [c.verdict for c in report(one).candidates] == ["same"]


def test_a_judgement_needs_a_candidate_a_reason_and_the_right_to_judge(tmp_path: Path) -> None:
    one = party("Alderwood Microdevices")
    load(tmp_path, ALDER, BIRCH)
    screen(at=AT)
    reader = Viewer(user_id=uuid4(), name="reader", walls=frozenset({PUBLIC}))
    with pytest.raises(ScreeningRefused, match="no such candidate"):
        judge(one, "same", ref="e2")
    with pytest.raises(ScreeningRefused, match="not judge it"):
        judge(one, "same", viewer=reader)
    with pytest.raises(ScreeningRefused, match="one of: same, different, unsure"):
        judge(one, "perhaps")
    assert report(one).candidates[0].judgement is None
    made = judge(one, "same")
    undo_disposition(disposition=made.pk, viewer=SYSTEM, reason="wrong party", at=AT)
    assert report(one).candidates[0].verdict == ""


def test_owners_count_under_the_two_rules_apart(tmp_path: Path) -> None:
    owner, middle, below = party("Birchfield Optics"), party("Middle"), party("Below")
    for a, b in ((owner, middle), (middle, below)):
        Stake.rows.create(owner=a, owned=b, share=Amount.exact("0.6"))
    load(tmp_path, ALDER, BIRCH)
    screen(at=AT)
    [open_] = report(below).ownership
    assert open_.rule.startswith("OFAC 50 Percent Rule") and open_.reaches is None
    judge(owner, "same", ref="e2")
    [found] = report(below).ownership
    assert (found.reaches, found.through, report(below).names[middle.pk]) == (True, (middle.pk,), "Middle")
    judge(owner, "different", ref="e2")
    assert report(below).ownership == ()
    Stake.rows.create(owner=party("Alderwood Microdevices"), owned=below, share=Amount.exact("0.2"))
    screen(at=AT)
    [bis] = report(below).ownership
    assert bis.rule.startswith("BIS Affiliates Rule") and bis.reaches is False and "Red Flag 29" in bis.words


def test_candidates_of_a_team_stay_behind_its_wall(tmp_path: Path) -> None:
    team = Compartment.objects.create(name="Team")
    hidden = party("Alderwood Microdevices", wall=team.pk)
    load(tmp_path, ALDER, BIRCH)
    screen(at=AT)
    outsider = Viewer(user_id=uuid4(), name="outsider", walls=frozenset({PUBLIC}))
    member = Viewer(user_id=uuid4(), name="member", walls=frozenset({PUBLIC, team.pk}), edits=frozenset({team.pk}))
    set_walls(outsider)
    assert not Candidate.rows.exists()
    assert party_candidates(viewer=outsider, party=hidden.pk, as_of=TODAY, known_on=TODAY) is None
    assert proposed_duplicates(viewer=outsider, names=["Alderwood Microdevices"]) == []
    with pytest.raises(ScreeningRefused, match="no such candidate"):
        judge(hidden, "same", viewer=outsider)
    set_walls(member)
    assert [c.ref for c in report(hidden, member).candidates] == ["e1"]
    assert judge(hidden, "different", viewer=member).compartment_id == team.pk


def test_records_judged_one_are_screened_as_one(tmp_path: Path) -> None:
    one, other = party("Alderwood Microdevices"), party("Something Else")
    load(tmp_path, ALDER, BIRCH)
    screen(at=AT)
    assert report(other).candidates == ()
    merge_parties(party=one.pk, into=other.pk, viewer=SYSTEM, reason="same register number", at=AT)
    assert [c.ref for c in report(other).candidates] == ["e1"]


def test_too_much_for_now_is_left_for_the_command(tmp_path: Path) -> None:
    party("Alderwood Microdevices"), party("Cedar")
    load(tmp_path, ALDER, BIRCH)
    assert screen(at=AT, most=3).left == 1 and due_parties() and not Candidate.rows.exists()
    out, err = StringIO(), StringIO()
    call_command("screen", stdout=out, stderr=err)
    assert "2 parties compared with 1 list: 1 new candidate, 0 gone, 1 party changed." in out.getvalue() and not due_parties()


def test_the_command_says_what_it_read_and_refuses_in_words(tmp_path: Path) -> None:
    path, out, err = write(tmp_path, "list.csv", csl_csv(ALDER, BIRCH)), StringIO(), StringIO()
    call_command("load_list", "csl-csv", str(path), "--dry-run", "--date", "2026-05-30", stdout=out, stderr=err)
    assert "version 1 of 2026-05-30" in out.getvalue() and "2 entries with 2 names: 2 new" in out.getvalue()
    assert "Tried only" in out.getvalue() and "SHA-256" in out.getvalue()
    path.write_text(path.read_text()[:-20])
    with pytest.raises(SystemExit):
        call_command("load_list", "csl-csv", str(path), stdout=out, stderr=err)
    assert "row 3" in err.getvalue() and "Nothing was saved" in err.getvalue() and not Watchlist.rows.exists()


def test_duplicates_are_proposed_at_entry_with_score_and_reasons() -> None:
    known = party("Alderwood Microdevices", "桤木微电子", hq_country="CN")
    Identifier.rows.create(party=known, scheme="registry", value="91-X")
    party("Cedar Gate Trading")
    for names, numbers in (
        (["ALDERWOOD MICRODEVICES CO LTD"], ()), (["Alderwod Microdevices"], ()), (["榿木微電子", "桤木微电子有限公司"], ()),
        (["Somebody"], (("registry", "91-x"),)),
    ):  # fmt: skip
        [found] = proposed_duplicates(viewer=SYSTEM, names=names, identifiers=numbers)
        assert found.party == known.pk and found.score >= 0.8 and found.reasons
    assert proposed_duplicates(viewer=SYSTEM, names=["Poplar Strait"]) == []


def test_judged_pairs_are_not_proposed_again() -> None:
    one, other = party("Alderwood Microdevices"), party("Alderwood Microdevices Ltd")
    assert [p.party for p in duplicates_of(viewer=SYSTEM, party=one.pk)] == [other.pk]
    [(a, b)] = duplicate_pairs(viewer=SYSTEM)
    assert {a.party, b.party} == {one.pk, other.pk}
    keep_apart(party=one.pk, other=other.pk, viewer=SYSTEM, reason="two registers", at=AT)
    assert duplicates_of(viewer=SYSTEM, party=one.pk) == [] and duplicate_pairs(viewer=SYSTEM) == []


def test_the_tree_tells_parents_shares_countries_and_what_does_not_add_up() -> None:
    top, middle, below, manager = (
        party("Top", hq_country="CN"), party("Middle"), party("Below", hq_country="MY"), party("Manager")
    )  # fmt: skip
    for a, b, share, kind in (
        (top, middle, "0.8", "equity"),
        (middle, below, "0.75", "equity"),
        (manager, below, None, "management"),
    ):
        Stake.rows.create(owner=a, owned=b, share=Amount.exact(share) if share else None, kind=kind)
    tree = ownership_tree(viewer=SYSTEM, party=below.pk, as_of=TODAY, known_on=TODAY)
    assert tree is not None and tree.problems == () and not tree.cut
    assert [(u.party, u.basis, str(u.owns.low.normalize()), u.weakest) for u in tree.lineage.ultimate] == [
        (top.pk, "sure", "0.6", "entered")
    ]
    assert [way.code for way in tree.ways] == ["MY>?>CN"]
    assert [(a.owner, a.kind) for a in tree.aside] == [(manager.pk, "management")]
    Stake.rows.create(owner=below, owned=top, share=Amount.exact("0.5"))
    Stake.rows.create(owner=manager, owned=middle, share=Amount.exact("0.4"))
    found = ownership_problems(viewer=SYSTEM, as_of=TODAY, known_on=TODAY)
    assert {(one.kind, frozenset(names)) for one, names in found} == {
        ("ring", frozenset({"Top", "Middle", "Below"})), ("over 100 %", frozenset({"Middle", "Top", "Manager"})),
    }  # fmt: skip


def ftm_load(folder: Path, *rows: dict[str, Any], name: str = "FtM") -> Loaded:
    path = write(folder, "entities.json", ftm(*rows))
    return load_list(kind="ftm", name=name, files=[path], viewer=SYSTEM, at=AT, file_date=TODAY)


def test_owners_by_the_lists_own_record_count_once(tmp_path: Path) -> None:
    """A list says who owns whom: the entity is a candidate by name, and what the listed owner has of it counts."""
    owner, below = party("Alderwood Microdevices"), party("Birchfield Optics", hq_country="LV")
    rows: list[dict[str, Any]] = [
        {
            "id": "Q1",
            "caption": "Alderwood Microdevices",
            "datasets": ["us_ofac_sdn"],
            "properties": {"topics": ["sanction"]},
        },
        {"id": "Q2", "target": False, "caption": "Birchfield Optics", "properties": {"country": ["lv"]}},
        {"id": "o", "schema": "Ownership", "properties": {"owner": ["Q1"], "asset": ["Q2"], "percentage": ["30"]}},
    ]
    ftm_load(tmp_path, *rows)
    screen(at=AT)
    [found] = report(below).candidates
    assert found.regimes == () and [link["owner_name"] for link in found.links] == ["Alderwood Microdevices"]
    [open_] = report(below).ownership
    assert (open_.aggregate.low, str(open_.aggregate.high), open_.reaches) == (0, "0.3", False)
    judge(below, "same", ref="Q2"), judge(owner, "same", ref="Q1")
    [told] = report(below).ownership
    assert str(told.aggregate.low) == "0.3" and [key for key, _ in told.owners] == [owner.pk], (
        "the listed owner is a party here"
    )
    # Our own record of the same holding does not make sixty of thirty.
    Stake.rows.create(owner=owner, owned=below, share=Amount.exact("0.3"))
    [twice] = report(below).ownership
    assert (str(twice.aggregate.low), twice.reaches) == ("0.3", None)
    judge(below, "different", ref="Q2")
    [mine] = report(below).ownership
    assert (str(mine.aggregate.low), str(mine.aggregate.high), mine.reaches) == ("0.3", "0.3", False)


def test_two_lists_that_tell_one_holding_do_not_add_up(tmp_path: Path) -> None:
    below = party("Birchfield Optics", hq_country="LV")
    rows: list[dict[str, Any]] = [
        {"id": "Q1", "caption": "Somebody Far", "datasets": ["us_ofac_sdn"], "properties": {"topics": ["sanction"]}},
        {"id": "Q2", "target": False, "caption": "Birchfield Optics", "properties": {"country": ["lv"]}},
        {"id": "o", "schema": "Ownership", "properties": {"owner": ["Q1"], "asset": ["Q2"], "percentage": ["30"]}},
    ]
    for name in ("One", "Two"):
        ftm_load(tmp_path, *rows, name=name)
    screen(at=AT)
    for key in Watchlist.rows.values_list("pk", flat=True):
        judge_candidate(party=below.pk, watchlist=key, ref="Q2", verdict="same", reason="seen", viewer=SYSTEM, at=AT)
    [found] = report(below).ownership
    assert (str(found.aggregate.low), str(found.aggregate.high), found.reaches) == ("0.3", "0.6", None)


def test_who_directs_does_not_own(tmp_path: Path) -> None:
    below = party("Birchfield Optics")
    ftm_load(tmp_path, {"id": "Q1", "schema": "Person", "caption": "Rowan Vetch", "datasets": ["us_ofac_sdn"], "properties": {"topics": ["sanction"]}},
             {"id": "Q2", "target": False, "caption": "Birchfield Optics", "properties": {}},
             {"id": "d", "schema": "Directorship", "properties": {"director": ["Q1"], "organization": ["Q2"]}})  # fmt: skip
    screen(at=AT)
    judge(below, "same", ref="Q2")
    assert report(below).ownership == () and report(below).candidates[0].links[0]["kind"] == "directorship"
