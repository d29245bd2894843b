"""Merging writes a judgement and nothing else; undoing it restores everything, byte for byte."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from deals.actions.dossiers import import_dossiers
from deals.interchange.dossier.files import read_bytes
from deals.interchange.dossier.reading import read_files
from deals.models import Deal, Role, Sheet
from deals.refresh import rebuild
from dealtracker.access.models import Compartment
from dealtracker.access.rules import PUBLIC, Viewer, system_viewer
from dealtracker.access.walls import as_viewer, set_walls
from dealtracker.money import Amount
from parties.actions.dispositions import judge_candidate
from parties.actions.merges import MergeRefused, keep_apart, merge_parties, undo_judgement
from parties.actions.screening import load_list
from parties.models import Candidate, Identifier, Lineage, MergeJudgement, Party, PartyName, Stake
from parties.ownership.recompute import rebuild_lineages
from parties.register.calc import normalise
from parties.register.queries import merged_into, resolve_for
from parties.reports.merge_preview import merge_preview
from parties.screening.recompute import screen
from tests.unit.screening.lists import csl_csv, write

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
SYSTEM = system_viewer("tests")
FILES = Path(__file__).parents[2] / "deals" / "demo"
# What a judgement may change: the judgement, its audit, and requests to look again.
OTHER = {"parties_mergejudgement", "audit_change", "parties_partydue", "deals_refreshstate", "django_session"}


@pytest.fixture(autouse=True)
def walls(db: None) -> Iterator[None]:
    with as_viewer(SYSTEM):
        yield


def stands(ids: Iterable[UUID], *walls: UUID) -> dict[UUID, UUID]:
    return resolve_for(ids, walls={PUBLIC, *walls})


def party(name: str, *, wall: UUID = PUBLIC, **more: Any) -> Party:
    made = Party.rows.create(name=name, compartment_id=wall, **more)
    PartyName.rows.create(party=made, text=name, primary=True, normalised=normalise(name), compartment_id=wall)
    return made


def merge(one: Party, into: Party, viewer: Viewer = SYSTEM) -> MergeJudgement:
    return merge_parties(party=one.pk, into=into.pk, viewer=viewer, reason="same register number", at=AT)


def undo(judgement: MergeJudgement, viewer: Viewer = SYSTEM) -> None:
    undo_judgement(judgement=judgement.pk, viewer=viewer, reason="entered in error", at=AT)


def everything() -> dict[str, str]:
    """A fingerprint of each table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = {}
        for (table,) in cursor.fetchall():
            if table not in OTHER:
                cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t")
                found[table] = cursor.fetchone()[0]
        return found


def demo(*names: str) -> list[UUID]:
    import_dossiers(
        dossiers=read_files(read_bytes(FILES / f"{name}.json" for name in names), today=None), viewer=SYSTEM,
        source_name="tests", reason="tests", demo="deals",
    )  # fmt: skip
    return sorted(Deal.rows.values_list("pk", flat=True))


def sheets(deals: list[UUID]) -> dict[UUID, bytes]:
    rebuild(deals, today=AT.date())
    return {deal: bytes(body) for deal, body in Sheet.rows.filter(deal__in=deals).values_list("deal", "body")}


def test_merging_writes_a_judgement_and_nothing_else() -> None:
    one, other = party("Alder Compute"), party("Alder Compute Pte")
    before = everything()
    judgement = merge(one, other)
    assert everything() == before
    assert MergeJudgement.rows.get() == judgement and stands([one.pk, other.pk]) == {
        one.pk: other.pk,
        other.pk: other.pk,
    }


def test_merge_then_unmerge_is_the_identity() -> None:
    deals = demo("firmus-sg-120m", "firmus-blackstone-10bn")
    rebuild_lineages(set(Stake.rows.values_list("owned", flat=True)), known_on=AT.date())
    bodies, before = sheets(deals), everything()
    assert len(bodies) == 2
    parties = sorted(Party.rows.values_list("pk", flat=True))
    chance = random.Random(7)
    made = []
    for _ in range(6):
        a, b = (Party.rows.get(pk=key) for key in chance.sample(parties, 2))
        try:
            made.append(merge(a, b))
        except MergeRefused:
            continue
    assert len(made) >= 4
    rebuild_lineages(set(parties), known_on=AT.date())
    chance.shuffle(made)
    for judgement in made:
        undo(judgement)
    rebuild_lineages(set(parties), known_on=AT.date())
    assert stands(parties) == {key: key for key in parties}
    after = everything()
    for table in ("parties_lineage", "deals_sheet"):
        before.pop(table), after.pop(table)
    assert after == before and sheets(deals) == bodies


def test_unmerging_restores_what_hangs_on_either_record(tmp_path: Path) -> None:
    """Numbers, names in two scripts, stakes on both sides, a judged and an open candidate, lineages: all as they were."""
    one, other = party("Alderwood Microdevices", hq_country="CN"), party("桤木微电子", jurisdiction="HK")
    owner, owned = party("Cedar Gate Trading"), party("Dogwood Vehicle")
    for holder, number in ((one, "5493001KJTIIGC8Y1R12"), (other, "213800D1EI4B9WTWWD28")):
        Identifier.rows.create(party=holder, scheme="lei", value=number)
    Stake.rows.create(owner=owner, owned=one, share=Amount.exact("0.6"))
    Stake.rows.create(owner=other, owned=owned, share=Amount("at least", low=Decimal("0.51")))
    rows = ({"_id": ref, "name": name} for ref, name in (("e1", one.name), ("e2", other.name), ("e3", owner.name)))
    path = write(tmp_path, "consolidated.csv", csl_csv(*rows))
    load_list(kind="csl-csv", name="CSL", files=[path], viewer=SYSTEM, at=AT)
    screen(at=AT)
    found = Candidate.rows.get(party=one.pk)
    judge_candidate(
        party=one.pk,
        watchlist=found.watchlist,
        ref="e1",
        verdict="different",
        reason="another register",
        viewer=SYSTEM,
        at=AT,
    )
    everybody = {one.pk, other.pk, owner.pk, owned.pk}

    def settled() -> dict[str, str]:
        rebuild_lineages(everybody, known_on=AT.date())
        screen(at=AT)
        return everything()

    before = settled()
    judgement = merge(one, other)
    between = settled()
    assert (
        between["parties_lineage"] != before["parties_lineage"] and between["parties_stake"] == before["parties_stake"]
    )
    undo(judgement)
    after = settled()
    # Lineages are written anew with new numbers; what they say is compared.
    assert before.pop("parties_lineage") and after.pop("parties_lineage") and after == before
    assert stands(everybody) == {key: key for key in everybody}


def test_chains_are_followed_to_their_end_and_every_step_can_be_undone() -> None:
    a, b, c, d = (party(name) for name in ("Alder", "Birch", "Cedar", "Dogwood"))
    first, second, third = merge(a, b), merge(c, d), merge(b, d)
    assert set(stands([a.pk, b.pk, c.pk, d.pk]).values()) == {d.pk}
    undo(third)
    assert stands([a.pk, b.pk, c.pk, d.pk]) == {a.pk: b.pk, b.pk: b.pk, c.pk: d.pk, d.pk: d.pk}
    undo(first), undo(second)
    assert stands([a.pk, c.pk]) == {a.pk: a.pk, c.pk: c.pk}


def test_what_stands_is_judged_so_no_ring_can_arise() -> None:
    a, b, c = (party(name) for name in ("Alder", "Birch", "Cedar"))
    merge(a, b), merge(b, c)
    with pytest.raises(MergeRefused, match="stand for one party already"):
        merge(c, a)
    assert MergeJudgement.rows.count() == 2


def test_not_the_same_is_remembered_and_blocks_whatever_stands_for_the_two() -> None:
    a, b, c = (party(name) for name in ("Alder", "Birch", "Cedar"))
    apart = keep_apart(party=a.pk, other=b.pk, viewer=SYSTEM, reason="two register numbers", at=AT)
    for one, other in ((a, b), (b, a)):
        with pytest.raises(MergeRefused, match="judged not to be the same"):
            merge(one, other)
    merge(a, c)
    with pytest.raises(MergeRefused, match="judged not to be the same"):
        merge(b, c)
    preview = merge_preview(viewer=SYSTEM, party=b.pk, into=c.pk)
    assert preview is not None and "not to be the same" in preview.blocked
    undo(apart)
    merge(b, c)
    assert stands([a.pk, b.pk]) == {a.pk: c.pk, b.pk: c.pk}


def test_a_new_judgement_takes_the_place_of_unsure() -> None:
    a, b = party("Alder"), party("Birch")
    keep_apart(party=a.pk, other=b.pk, viewer=SYSTEM, reason="no register seen", at=AT, unsure=True)
    merge(b, a)
    assert list(MergeJudgement.rows.filter(undone_at=None).values_list("verdict", flat=True)) == ["same"]
    with pytest.raises(MergeRefused, match="undo the merge first"):
        keep_apart(party=a.pk, other=b.pk, viewer=SYSTEM, reason="on second thought", at=AT)


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_judgement_without_a_reason_is_refused(reason: str) -> None:
    a, b = party("Alder"), party("Birch")
    with pytest.raises(MergeRefused, match="say why"):
        merge_parties(party=a.pk, into=b.pk, viewer=SYSTEM, reason=reason, at=AT)
    assert not MergeJudgement.rows.exists()


def test_readers_may_not_judge_and_hidden_parties_do_not_exist() -> None:
    team = Compartment.objects.create(name="Team")
    public, hidden = party("Alder"), party("Alder Pte", wall=team.pk)
    reader = Viewer(user_id=uuid4(), name="reader", walls=frozenset({PUBLIC}))
    set_walls(reader)
    with pytest.raises(MergeRefused, match="no such party"):
        merge(hidden, public, reader)
    assert merge_preview(viewer=reader, party=hidden.pk, into=public.pk) is None
    editor = Viewer(user_id=uuid4(), name="member", walls=frozenset({PUBLIC, team.pk}), edits=frozenset({team.pk}))
    set_walls(editor)
    with pytest.raises(MergeRefused, match="is public"):
        merge(public, hidden, editor)
    judgement = merge(hidden, public, editor)
    assert judgement.compartment_id == team.pk
    assert merged_into(hidden.pk, viewer=editor) == public.pk
    assert stands([hidden.pk]) == {hidden.pk: hidden.pk} and stands([hidden.pk], team.pk) == {hidden.pk: public.pk}
    set_walls(reader)
    assert merged_into(hidden.pk, viewer=reader) is None and merged_into(public.pk, viewer=reader) is None
    with pytest.raises(MergeRefused, match="no such judgement"):
        undo(judgement, reader)


def test_old_addresses_lead_to_what_stands() -> None:
    a, b, c = (party(name) for name in ("Alder", "Birch", "Cedar"))
    merge(a, b), merge(b, c)
    assert merged_into(a.pk, viewer=SYSTEM) == c.pk and merged_into(c.pk, viewer=SYSTEM) is None
    assert merged_into(uuid4(), viewer=SYSTEM) is None


def test_the_preview_names_what_would_be_read_otherwise() -> None:
    [deal] = demo("firmus-sg-120m")
    role = Role.rows.filter(deal=deal).order_by("key").first()
    assert role is not None
    other = party("Another record", kind="fund", hq_country="JP")
    Identifier.rows.create(party=other, scheme="wikidata", value="Q1")
    Identifier.rows.create(party=role.party, scheme="wikidata", value="Q2")
    preview = merge_preview(viewer=SYSTEM, party=role.party_id, into=other.pk)
    assert preview is not None
    assert [found for found, _ in preview.deals] == [deal] and preview.rows["role"] >= 1
    assert role.party.name in preview.names and preview.blocked == ""
    assert ("wikidata", "Q2", "Q1") in preview.differences


def test_deals_that_name_either_record_are_asked_to_be_rebuilt() -> None:
    [deal] = demo("firmus-sg-120m")
    named = Role.rows.filter(deal=deal).order_by("key").values_list("party_id", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE deals_refreshstate SET done = wanted")
        merge(Party.rows.get(pk=named), party("Another record"))
        cursor.execute("SELECT cause FROM deals_refreshstate WHERE wanted > done AND deal = %s", [deal])
        assert cursor.fetchall() == [("judged same",)]


def test_ownership_is_read_through_judgements() -> None:
    top, same, below = party("Alder"), party("Alder Holdings"), party("Birch")
    Stake.rows.create(owner=same, owned=below, share=Amount.exact("0.8"))
    rebuild_lineages({below.pk}, known_on=AT.date())
    assert list(Lineage.rows.values_list("ultimate", flat=True)) == [same.pk]
    judgement = merge(same, top)
    rebuild_lineages({same.pk}, known_on=AT.date())
    assert list(Lineage.rows.values_list("ultimate", flat=True)) == [top.pk]
    undo(judgement)
    rebuild_lineages({same.pk}, known_on=AT.date())
    assert list(Lineage.rows.values_list("ultimate", flat=True)) == [same.pk]


def test_a_judgement_inside_a_team_never_changes_public_lineages() -> None:
    team = Compartment.objects.create(name="Team")
    top, own, below = party("Alder"), party("Alder, as we know it", wall=team.pk), party("Birch")
    Stake.rows.create(owner=top, owned=below, share=Amount.exact("0.8"))
    Stake.rows.create(owner=own, owned=top, share=Amount.exact("0.9"), compartment_id=team.pk)
    rebuild_lineages({below.pk, top.pk}, known_on=AT.date())
    held = {(row.compartment, row.party): row.ultimate for row in Lineage.rows.all()}
    assert held == {(PUBLIC, below.pk): top.pk, (team.pk, below.pk): own.pk, (team.pk, top.pk): own.pk}
    merge(own, top)
    rebuild_lineages({below.pk, top.pk}, known_on=AT.date())
    assert {(row.compartment, row.party): row.ultimate for row in Lineage.rows.all()} == {(PUBLIC, below.pk): top.pk}
    assert resolve_for([own.pk], walls={PUBLIC}) == {own.pk: own.pk}
