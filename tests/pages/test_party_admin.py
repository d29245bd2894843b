"""Parties in the admin: seen before saved, near namesakes told, a head office by its source, and as quick at any size."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dealtracker.access.reading import AtLeast, BoundedPaginator
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Claim, Source
from dealtracker.ids import public_id
from parties.models import Party, PartyName
from parties.register.calc import normalise
from tests import cast, make
from tests.world import World

ADD = "/admin/parties/party/add/"
_EMPTY = {
    f"{prefix}-{name}": value
    for prefix in ("names", "identifiers", "stakes_in")
    for name, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"), ("MIN_NUM_FORMS", "0"), ("MAX_NUM_FORMS", "1000"))
}


def form(**fields: str) -> dict[str, str]:
    plain = {
        "compartment": "00000000-0000-4000-8000-000000000001",
        "kind": "company",
        "name": "Cedarline",
        "reason": "named in a report",
    }
    return {**_EMPTY, **plain, **fields}


def names() -> list[str]:
    with as_viewer(make.SYSTEM):
        return sorted(Party.rows.values_list("name", flat=True))


def test_from_the_look_before_saving_one_goes_back_to_the_form_as_it_was_filled_in(people: World) -> None:
    frank, before = people.client("frank"), names()
    assert 'name="back"' in said(frank.post(ADD, form()))
    back = frank.post(ADD, form(seen="1", back="Back to the form"))
    page = said(back)
    assert back.status_code == 200 and names() == before
    assert "Nothing was saved" in page and 'value="Cedarline"' in page and "named in a report" in page


def source(kind: str = "register") -> Source:
    with as_viewer(make.SYSTEM):
        made: Source = Source.rows.create(
            key=f"k-{kind}", kind=kind, publisher="Register", published_to=make.DAY, url=f"https://r.example/{kind}"
        )
        return made


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_new_party_is_shown_before_it_is_saved(people: World) -> None:
    frank, before = people.client("frank"), names()
    first = frank.post(ADD, form())
    page = said(first)
    assert (
        first.status_code == 200
        and "name: · → Cedarline" in page
        and "Why: named in a report" in page
        and names() == before
    )
    saved = frank.post(ADD, form(seen="1"))
    assert saved.status_code == 302 and names() == sorted([*before, "Cedarline"])
    assert "was added successfully" not in page


def test_a_near_namesake_is_told_and_saved_over_only_with_a_reason(people: World) -> None:
    frank, before = people.client("frank"), names()
    first = said(frank.post(ADD, form(name="Borealis Compute GmbH")))
    assert "It may be a party that is entered already" in first and "Borealis Compute" in first and "0.9" in first
    again = frank.post(ADD, form(name="Borealis Compute GmbH", seen="1", none_of_these="  "))
    assert again.status_code == 400 and "say why it is none of these" in said(again) and names() == before
    done = frank.post(ADD, form(name="Borealis Compute GmbH", seen="1", none_of_these="a German company"))
    assert done.status_code == 302 and "Borealis Compute GmbH" in names()
    with as_viewer(make.SYSTEM):
        key = Party.rows.get(name="Borealis Compute GmbH").pk
    history = said(frank.get(f"/admin/parties/party/{key}/history/"))
    assert "named in a report (none of the near namesakes: a German company)" in history


def test_a_change_is_shown_before_and_after_and_keeps_its_reason(people: World) -> None:
    with as_viewer(make.SYSTEM):
        party = Party.rows.get(name="Harbour Bank")
        name = PartyName.rows.get(party=party)
    frank, at = people.client("frank"), f"/admin/parties/party/{party.pk}/change/"
    inline = {
        "names-TOTAL_FORMS": "1", "names-INITIAL_FORMS": "1", "names-0-id": str(name.pk), "names-0-party": str(party.pk),
        "names-0-text": "Harbour Bank", "names-0-kind": "legal",
    }  # fmt: skip
    changed = form(name="Harbour Bank plc", kind="bank", reason="its report says so", **inline)
    page = said(frank.post(at, changed))
    assert (
        "name: Harbour Bank → Harbour Bank plc" in page
        and "kind: trading → legal" in page
        and "Harbour Bank plc" not in names()
    )
    assert "party changed" in page and "name changed" in page
    shown = re.findall(r'<th scope="row">(?:party|name) changed</th><td>(.*?)</td>', page, re.DOTALL)
    assert shown and all(" → " in cell for cell in shown)
    assert frank.post(at, {**changed, "seen": "1"}).status_code == 302 and "Harbour Bank plc" in names()


def test_without_a_reason_nothing_is_shown_or_saved(people: World) -> None:
    before = names()
    for sent in (form(reason=""), form(reason="", seen="1")):
        answer = people.client("frank").post(ADD, sent)
        assert answer.status_code == 200 and "This field is required" in said(answer)
    assert names() == before


@pytest.mark.parametrize("seen", [{}, {"seen": "1"}])
def test_a_head_office_needs_the_source_that_states_it(people: World, seen: dict[str, str]) -> None:
    frank, before = people.client("frank"), names()
    answer = frank.post(ADD, form(hq_country="JP", **seen))
    assert answer.status_code == 200 and "Name the source that states" in said(answer) and names() == before
    frank.post(ADD, form(hq_country="JP", stated_by=str(source("memo").pk), **seen))
    assert names() == before
    assert frank.post(ADD, form(hq_country="JP", stated_by=str(source().pk), seen="1")).status_code == 302
    with as_viewer(make.SYSTEM):
        claim = Claim.rows.get(subject=Party.rows.get(name="Cedarline").pk)
    assert (claim.field, claim.value, claim.source.kind) == ("hq_country", "JP", "register")


def test_an_amended_head_office_needs_a_source_too_and_an_unchanged_one_does_not(people: World) -> None:
    with as_viewer(make.SYSTEM):
        party = Party.rows.create(name="Cedarline", hq_country="NO")
        PartyName.rows.create(party=party, text="Cedarline", primary=True, normalised="cedarline")
    frank, at = people.client("frank"), f"/admin/parties/party/{party.pk}/change/"
    assert "Name the source that states" in said(frank.post(at, form(hq_country="JP", seen="1")))
    assert frank.post(at, form(hq_country="NO", kind="fund", seen="1")).status_code == 302


def test_a_place_that_weighs_less_is_kept_as_a_claim_and_does_not_stand(people: World) -> None:
    frank = people.client("frank")
    frank.post(ADD, form(hq_country="NO", stated_by=str(source("filing").pk), seen="1"))
    with as_viewer(make.SYSTEM):
        party = Party.rows.get(name="Cedarline")
    at = f"/admin/parties/party/{party.pk}/change/"
    other = form(hq_country="JP", stated_by=str(source("newspaper").pk))
    page = said(frank.post(at, other))
    assert "Head office: NO stands" in page and "value: · → JP" in page and "source: · → Register," in page
    assert frank.post(at, {**other, "seen": "1"}).status_code == 302
    blank = frank.post(at, form(hq_country="", seen="1"))
    assert blank.status_code == 200 and "Not saved: a source states NO" in said(blank)
    with as_viewer(make.SYSTEM):
        stated = Claim.rows.filter(subject=party.pk, field="hq_country").values_list("value", flat=True)
        assert Party.rows.get(pk=party.pk).hq_country == "NO" and sorted(stated) == ["JP", "NO"]
    assert "JP → NO" not in said(frank.get(f"/admin/parties/party/{party.pk}/history/"))


def test_what_somebody_else_changed_meanwhile_is_not_written_over(people: World) -> None:
    with as_viewer(make.SYSTEM):
        party = Party.rows.get(name="Harbour Bank")
    frank, at = people.client("frank"), f"/admin/parties/party/{party.pk}/change/"
    mine = form(name="Harbour Bank", kind="fund", opened=str(party.revision))
    assert "What would be saved" in said(frank.post(at, mine))
    assert frank.post(at, form(name="Harbour Bank", kind="spv", opened=str(party.revision), seen="1")).status_code == 302
    late = frank.post(at, {**mine, "seen": "1"})
    assert late.status_code == 200 and "Somebody changed this party since you opened it" in said(late)
    with as_viewer(make.SYSTEM):
        assert Party.rows.get(pk=party.pk).kind == "spv"


def test_what_is_refused_shows_the_form_as_it_was_filled_in(people: World) -> None:
    with as_viewer(make.SYSTEM):
        party = Party.rows.get(name="Harbour Bank")
        name = PartyName.rows.get(party=party, primary=True)
    inline = {
        "names-TOTAL_FORMS": "1", "names-INITIAL_FORMS": "1", "names-0-id": str(name.pk), "names-0-party": str(party.pk),
        "names-0-text": name.text, "names-0-kind": "trading", "names-0-DELETE": "on",
    }  # fmt: skip
    for seen in ({}, {"seen": "1"}):
        taken_out = form(name="Harbour Bank", kind="fund", reason="written out at length", **inline, **seen)
        answer = people.client("frank").post(f"/admin/parties/party/{party.pk}/change/", taken_out)
        assert answer.status_code == 200 and "is the primary name" in said(answer)
        assert "written out at length" in said(answer)
    with as_viewer(make.SYSTEM):
        assert Party.rows.get(pk=party.pk).kind == party.kind and PartyName.rows.filter(pk=name.pk).exists()


def test_no_list_in_the_form_grows_with_the_book(people: World) -> None:
    with as_viewer(make.SYSTEM):
        many(80)
        Source.rows.bulk_create(
            [Source(key=f"s{n}", kind="wire", publisher=f"Wire {n}", published_to=make.DAY) for n in range(80)]
        )
        key = Party.rows.get(name="Harbour Bank").pk
    for at in (ADD, f"/admin/parties/party/{key}/change/"):
        page = said(people.client("frank").get(at))
        assert max(select.count("<option") for select in re.findall(r"<select.*?</select>", page)) < 20
        assert "admin-autocomplete" in page
    found = people.client("frank").get(
        "/admin/autocomplete/?app_label=evidence&model_name=claim&field_name=source&term=wire 7"
    )
    assert len(found.json()["results"]) == 11


def many(count: int) -> None:
    parties = [Party(name=f"Alderwood {n:03d}") for n in range(count)]
    Party.rows.bulk_create(parties)
    PartyName.rows.bulk_create(
        [PartyName(party=p, text=p.name, primary=True, normalised=normalise(p.name)) for p in parties]
    )


def test_a_count_that_was_not_taken_to_its_end_says_so(people: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with as_viewer(make.SYSTEM):
        for number in range(3):
            Party.rows.create(name=f"Cedarline {number}")
        many = Party.rows.count()
    frank, at = people.client("frank"), "/admin/parties/party/"
    monkeypatch.setattr(BoundedPaginator, "most", many)
    assert "or more" not in said(frank.get(at))
    monkeypatch.setattr(BoundedPaginator, "most", many - 1)
    assert f"{many - 1} or more" in said(frank.get(at))
    assert str(AtLeast(1_000)) == "1,000 or more" and AtLeast(1_000) == 1_000


def test_kinds_are_written_in_one_way(people: World) -> None:
    page = people.client("frank").get(ADD).content.decode()
    box = re.search(r'<select name="kind".*?</select>', page, re.DOTALL)
    assert box
    assert {text for text in re.findall(r">([^<\n]+)</option>", box[0]) if text != text.lower()} == set()


@pytest.mark.parametrize("at", ["/admin/parties/party/", "/admin/parties/party/?q=alderwood"])
def test_the_list_takes_as_many_statements_for_many_as_for_few(people: World, at: str) -> None:
    frank, taken = people.client("frank"), []
    for count in (5, 120):
        with as_viewer(make.SYSTEM):
            many(count) if count == 5 else Party.rows.bulk_create(
                [Party(name=f"Birchwood {n:03d}") for n in range(count)]
            )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert "Alderwood 001" in said(frank.get(at))
        taken.append(len(queries))
        assert not [q["sql"] for q in queries if "COUNT(*)" in q["sql"] and "LIMIT" not in q["sql"]]
    assert taken[0] == taken[1]


@pytest.mark.parametrize("term", ["borealis", "Boreals Compute", "borealiscompute"])
def test_the_box_of_the_list_and_the_autocomplete_find_by_any_name(people: World, term: str) -> None:
    frank = people.client("frank")
    assert "Borealis Compute" in said(frank.get("/admin/parties/party/", {"q": term}))
    asked = {"app_label": "parties", "model_name": "stake", "field_name": "owner", "term": term}
    assert "Borealis Compute" in [one["text"] for one in frank.get("/admin/autocomplete/", asked).json()["results"]]


def test_the_form_and_the_list_lead_to_merging_and_hide_what_is_walled(world: World) -> None:
    with as_viewer(make.SYSTEM):
        key: UUID = Party.rows.get(name="Borealis Compute").pk
        hidden = Party.rows.get(names__text=cast.CANARIES["borrower"]).pk
    frank, merge = world.client("frank"), f"/parties/{public_id('party', key)}/merge/"
    assert merge in said(frank.get("/admin/parties/party/")) and merge in said(
        frank.get(f"/admin/parties/party/{key}/change/")
    )
    assert str(hidden) not in said(frank.get("/admin/parties/party/", {"q": cast.CANARIES["borrower"]}))
    shown = said(frank.post(ADD, form(name=cast.CANARIES["borrower"])))
    assert "entered already" not in shown and str(hidden) not in shown


def test_what_a_row_of_a_name_holds_is_as_wide_as_their_values(people: World) -> None:
    page = said(people.client("frank").get(ADD))
    for name, size in (("text", 26), ("language", 7), ("script", 4), ("start", 8)):
        box = re.search(rf'<input[^>]*name="names-0-{name}"[^>]*>', page)
        assert box and f'size="{size}"' in box[0] and "vTextField" not in box[0]


def _row_of_stake(owner: Party, **more: str) -> dict[str, str]:
    plain = {
        "owner": str(owner.pk),
        "share": "about 12 %",
        "kind": "equity",
        "direct": "on",
        "start": "2024",
        "end": "",
    }
    return {"stakes_in-TOTAL_FORMS": "1", **{f"stakes_in-0-{name}": value for name, value in {**plain, **more}.items()}}


def test_rows_take_imprecise_days_and_are_told_in_words(people: World) -> None:
    with as_viewer(make.SYSTEM):
        owner = Party.rows.get(name="Harbour Bank")
    named = {"names-TOTAL_FORMS": "1", "names-0-text": "雪松线", "names-0-kind": "former", "names-0-end": "by 2023-05"}
    wanted = form(**named, **_row_of_stake(owner))
    frank = people.client("frank")
    page = said(frank.post(ADD, wanted))
    assert "owner: · → Harbour Bank" in page and "share: · → about 0.12" in page and "end: · → by 2023-05" in page
    assert str(owner.pk) not in re.sub(r"<input[^>]*>", "", page)
    assert frank.post(ADD, {**wanted, "seen": "1"}).status_code == 302 and "Cedarline" in names()


def test_a_day_that_cannot_be_read_is_told_beside_its_row(people: World) -> None:
    named = {"names-TOTAL_FORMS": "1", "names-0-text": "雪松线", "names-0-kind": "former", "names-0-end": "someday"}
    answer = people.client("frank").post(ADD, form(**named))
    assert answer.status_code == 200 and "someday" in said(answer) and "Cedarline" not in names()


def test_the_history_keeps_what_was_removed(people: World) -> None:
    with as_viewer(make.SYSTEM):
        party = Party.rows.get(name="Harbour Bank")
        other = PartyName.rows.create(party=party, text="Old Harbour", normalised="old harbour", kind="former")
    frank, at = people.client("frank"), f"/admin/parties/party/{party.pk}/"
    inline = {
        "names-TOTAL_FORMS": "1", "names-INITIAL_FORMS": "1", "names-0-id": str(other.pk), "names-0-party": str(party.pk),
        "names-0-text": "Old Harbour", "names-0-kind": "former", "names-0-DELETE": "on",
    }  # fmt: skip
    taken_out = form(name="Harbour Bank", kind="bank", reason="of another bank", **inline, seen="1")
    assert frank.post(f"{at}change/", taken_out).status_code == 302
    page = said(frank.get(f"{at}history/"))
    assert "name removed" in page and "text: Old Harbour → ·" in page and "of another bank" in page
    rows = [re.findall(r"<td>(.*?)</td>", row) for row in page.split('<th scope="row">')[1:]]
    assert rows and all(" → " in changed for _, _, changed, _ in rows)


def test_the_admin_offers_what_the_program_has(people: World) -> None:
    page = said(people.client("frank").get("/admin/"))
    assert "/admin/parties/party/" in page and "/admin/auth/group/" not in page and "/admin/axes/" not in page
    assert "img/favicon.svg" in page
