"""/deals/<id>/ledger/: what is booked, where it stands, and entries that are taken or refused as by the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.template.loader import render_to_string
from django.utils import timezone

from deals.actions.dossiers import DossierRefused
from deals.admin import RowAdmin
from deals.models import Facility, Hold, LedgerEntry
from deals.reports.balances_of import balances_of
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Source
from dealtracker.ids import public_id
from tests import cast, make
from tests.db.test_exposure_reports import signed
from tests.pages.markup import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> dict[str, Any]:
    """A public facility of 100 m with two holds, 60 m committed by one of them, and the people."""
    people = cast.gather()
    lists = make.ledger([("le", "commitment", "60000000", "2026-01-01")], committed="50000000", holds=("le", "ti"))
    lists["parties"] = [make.party("ti", "Tidal Credit", kind="fund")]
    [deal] = make.save(make.dossier("credit", **lists))
    make.catch_up()
    with as_viewer(make.SYSTEM):
        ids = {key: public_id("hold", Hold.rows.get(deal=deal, key=key).pk) for key in ("le", "ti")}
        facility = public_id("facility", Facility.rows.get(deal=deal).pk)
        source = public_id("source", Source.rows.get(publisher="Agent notice").pk)
    root = f"/deals/{public_id('deal', deal)}/ledger/"
    return {**ids, "facility": facility, "source": source, "people": people, "root": root, "deal": deal}


def filled(place: dict[str, Any], **changes: str) -> dict[str, str]:
    return {
        "act": "drawdown", "facility": place["facility"], "hold": place["le"], "other": "", "amount": "40000000 USD",
        "value_date": "2026-02-01", "source": place["source"], "words": "first draw", **changes,
    }  # fmt: skip


def post(place: dict[str, Any], query: str = "", role: str = "bob", **form: str) -> Any:
    return place["people"].client(role).post(place["root"] + query, form)


def count() -> int:
    with as_viewer(make.SYSTEM):
        return LedgerEntry.rows.count()


def test_a_draw_is_booked_shown_to_the_cent_and_reversed(place: dict[str, Any]) -> None:
    assert post(place, **filled(place, amount="40000000.25 USD")).status_code == 302
    page = place["people"].client("bob").get(place["root"])
    assert "40,000,000.25 USD" in page.content.decode()
    drawn = next(row for row in page.context["entries"] if row["kind"] == "drawdown")
    back = f"?reverse={drawn['id']}"
    assert "Reverse an entry" in place["people"].client("bob").get(place["root"] + back).content.decode()
    assert post(place, back, source=place["source"], words="wrong day").status_code == 302
    shown = place["people"].client("bob").get(place["root"]).context["entries"]
    assert [row.get("reversed_by", "") != "" for row in shown if row["id"] == drawn["id"]] == [True]
    again = post(place, back, source=place["source"])
    assert again.status_code == 400 and "It is reversed already" in again.content.decode()
    assert count() == 3


@pytest.mark.parametrize("amount", ["99000", "99000.00", "USD 99000", "USD99000", "99000 USD"])
def test_a_bare_figure_is_in_the_currency_of_the_facility_and_the_code_may_stand_first(
    place: dict[str, Any], amount: str
) -> None:
    assert "a figure alone is in USD" in place["people"].client("bob").get(place["root"]).content.decode()
    assert post(place, **filled(place, amount=amount)).status_code == 302
    with as_viewer(make.SYSTEM):
        drawn = LedgerEntry.rows.get(kind="drawdown")
    assert (drawn.amount_minor, drawn.currency) == (9_900_000, "USD")


REFUSED: list[tuple[dict[str, str], str, str]] = [
    (
        {"amount": "60000001 USD"},
        "amount",
        "Over commitment by 1.00 USD on 2026-02-01 (hold le): 60000000.00 USD is undrawn.",
    ),
    ({"act": "repayment", "amount": "1 USD"}, "amount", "Outstanding below zero by 1.00 USD on 2026-02-01 (hold le)."),
    ({"amount": "5 EUR"}, "amount", "Is EUR; entries of f1 are in USD."),
    ({"amount": "0.001 USD"}, "amount", "smallest unit"),
    ({"amount": "about 5 USD"}, "amount", "an entry has an exact amount"),
    ({"amount": "EUR 5"}, "amount", "Is EUR; entries of f1 are in USD."),
    ({"amount": "USD 5 USD"}, "amount", "cannot be read as an amount"),
    ({"amount": "5 %"}, "amount", "currency"),
    ({"amount": "5", "facility": "x"}, "amount", "currency"),
    ({"amount": "forty"}, "amount", "cannot be read as an amount"),
    ({"act": "transfer"}, "other", "A transfer has two holds"),
    ({"act": "commitment", "other": "ti"}, "other", "A commitment has one hold; leave this empty."),
    ({"value_date": "2026-02-30"}, "value_date", "valid date"),
    ({"value_date": "1889-01-01"}, "value_date", "lies outside 1990 to 2100"),
    ({"source": ""}, "source", "required"),
    ({"act": "gift"}, "act", "Select a valid choice"),
    ({"words": "x" * 301}, "words", "at most 300 characters"),
]


@pytest.mark.parametrize(("changes", "field", "says"), REFUSED)
def test_what_the_ledger_does_not_take_is_told_beside_its_field(
    place: dict[str, Any], changes: dict[str, str], field: str, says: str
) -> None:
    page = post(place, **filled(place, **{name: place.get(value, value) for name, value in changes.items()}))
    assert page.status_code == 400 and count() == 1
    assert says in " ".join(page.context["form"].errors[field])


_DRAWS = {"le": "over commitment by 1.00 USD on 2026-02-01 (hold le): 60000000.00 USD is undrawn", "ti": (
    "over commitment by 60000001.00 USD on 2026-02-01 (hold ti): no commitment is booked on this hold by then,"
    " and a stated amount books none; book the commitment first"
)}  # fmt: skip


@pytest.mark.parametrize(("hold", "told"), _DRAWS.items())
def test_page_api_and_import_refuse_in_the_same_words(place: dict[str, Any], hold: str, told: str) -> None:
    body = {
        "facility": place["facility"], "hold": place[hold], "kind": "drawdown", "amount": make.money("60000001"),
        "value_date": "2026-02-01", "source": place["source"],
    }  # fmt: skip
    answer = place["people"].client("bob").post("/api/v1/entries/", body, content_type="application/json")
    [said] = post(place, **filled(place, hold=place[hold], amount="60000001 USD")).context["form"].errors["amount"]
    assert answer.json()["errors"][0]["detail"] == told and said == f"O{told[1:]}."
    entries = [("le", "commitment", "60000000", "2026-01-01"), (hold, "drawdown", "60000001", "2026-02-01")]
    with pytest.raises(DossierRefused) as refused:
        make.save(make.dossier("import", **make.ledger(entries, committed="60000000", holds=("le", "ti"))))
    assert any(told in problem.message for problem in refused.value.problems)


def test_the_admin_sends_to_the_ledger(place: dict[str, Any]) -> None:
    with as_viewer(make.SYSTEM):
        entry = LedgerEntry.rows.get()
        shown = str(RowAdmin(LedgerEntry, admin.site).row_form(entry))
    assert f'href="{place["root"]}"' in shown


def test_transfers_and_participations_have_two_sides(place: dict[str, Any]) -> None:
    for act in ("transfer", "participation"):
        assert post(place, **filled(place, act=act, other=place["ti"], amount="10000000 USD")).status_code == 302
    page = place["people"].client("bob").get(place["root"])
    kinds = sorted(row["kind"] for row in page.context["entries"])
    assert kinds == ["commitment", "participation in", "participation out", "transfer in", "transfer out"]
    make.catch_up()
    assert "Tidal Credit" in place["people"].client("bob").get(place["root"]).content.decode()


def test_readers_see_no_form_and_may_not_book(place: dict[str, Any]) -> None:
    page = place["people"].client("alice").get(place["root"])
    assert page.status_code == 200 and page.context["form"] is None and "Book it" not in page.content.decode()
    assert post(place, role="alice", **filled(place)).status_code == 403
    assert count() == 1


def test_another_deals_entry_is_not_found(place: dict[str, Any]) -> None:
    for key in ("entry_" + "0" * 32, "x"):
        assert place["people"].client("bob").get(f"{place['root']}?reverse={key}").status_code == 404


def test_a_balance_of_one_lender_stands_under_its_name_not_as_the_facility_s() -> None:
    people = cast.gather()
    balances = [
        {"key": "b1", "facility": "f1", "measure": "outstanding", "amount": make.money("60000000"), "as_of": "2026-01-31"},
        {"key": "b2", "facility": "f1", "party": "le", "measure": "outstanding", "amount": make.money("12000000"), "as_of": "2026-01-31"},
    ]  # fmt: skip
    said = {"source": "s-told", "at": ["/balances/b1", "/balances/b2"]}
    [deal] = make.save(signed("told", amount="100000000", balances=balances, claims=[said]))
    said_there = text(people.client("alice").get(f"/deals/{public_id('deal', deal)}/ledger/").content)
    whole = "The facility balance reported 2026-01-31 not known 60,000,000.00 USD"
    one = "Harbour Bank as a balance tells it balance reported 2026-01-31 not known 12,000,000.00 USD"
    assert whole in said_there and one in said_there
    assert said_there.index(whole) < said_there.index(one)


def test_talks_about_a_loan_stand_as_proposed_in_their_own_words_with_the_remainder_of_the_deal_page() -> None:
    people = cast.gather()
    document = make.dossier("talks", amount="300000000")
    document["facilities"][0]["amount"] = {**make.money("300000000"), "kind": "approx", "words": "some US$300m"}
    [deal] = make.save(document)
    root = f"/deals/{public_id('deal', deal)}/"
    said = text(people.client("alice").get(f"{root}ledger/").content)
    assert "some US$300m proposed" in said and "300,000,000" not in said and "committed by" not in said
    assert "Undisclosed remainder: not computable, no hold is disclosed" in said
    assert "Undisclosed remainder: not computable" in text(people.client("alice").get(root, follow=True).content)


def test_an_entry_dated_ahead_is_scheduled_and_in_no_figure_before_its_day(place: dict[str, Any]) -> None:
    ahead, today = timezone.now().date() + timedelta(days=40), timezone.now().date()
    bob = place["people"].client("bob")
    assert bob.post(place["root"], filled(place, value_date=ahead.isoformat(), amount="7000000 USD")).status_code == 302
    make.catch_up()
    page = bob.get(place["root"])
    assert "it is in no figure before" in text(page.content)
    told = {row["value_date"]: row.get("scheduled") for row in page.context["entries"]}
    assert told == {ahead.isoformat(): True, "2026-01-01": None}
    assert "drawdown scheduled, in no figure before this day" in text(page.content)
    listed = bob.get(f"/api/v1/entries/?deal={public_id('deal', place['deal'])}").json()["results"]
    assert {row["value_date"]: row.get("scheduled") for row in listed} == told
    drawn = {}
    for day in (today, ahead):
        with as_viewer(make.SYSTEM):
            found = balances_of(viewer=make.SYSTEM, deal=place["deal"], as_of=day, known_on=today, today=today)
        assert found is not None
        [line] = [one for one in found["facilities"][0]["lines"] if one["rests_on"] == "entries"]
        drawn[day] = line["outstanding"]
    assert drawn == {today: "0", ahead: "7000000"}


def test_what_a_line_rests_on_is_told_in_words() -> None:
    said = render_to_string("deals/_ledger_line.html", {"row": {"standing": {"certainty": "multiple_newsrooms"}}})
    assert "multiple newsrooms" in said and "multiple_newsrooms" not in said


def test_an_imprecise_balance_keeps_its_words_and_says_no_weight() -> None:
    people = cast.gather()
    balance = {
        "key": "b1", "facility": "f1", "measure": "outstanding", "as_of": "2026-01-31",
        "amount": {**make.money("60000000"), "kind": "approx"},
    }  # fmt: skip
    said = {"source": "s-told", "at": ["/balances/b1"]}
    [deal] = make.save(signed("told", amount="100000000", balances=[balance], claims=[said]))
    there = text(people.client("alice").get(f"/deals/{public_id('deal', deal)}/ledger/").content)
    assert "balance reported 2026-01-31 not known about US$60m not known" in there
    assert "100,000,000.00 USD committed" in there


@pytest.mark.parametrize("as_of", ["2026-01", "by 2026-01-31", None])
def test_an_imprecise_balance_of_no_single_day_keeps_its_words_too(as_of: str | None) -> None:
    people = cast.gather()
    balance = {"key": "b1", "facility": "f1", "measure": "outstanding", "amount": {**make.money("70000000"), "kind": "approx"}}
    said = {"source": "s-told", "at": ["/balances/b1"]}
    told = {**balance, **({"as_of": as_of} if as_of else {})}
    [deal] = make.save(signed("told", amount="100000000", balances=[told], claims=[said]))
    there = text(people.client("alice").get(f"/deals/{public_id('deal', deal)}/ledger/").content)
    assert "about US$70m" in there and "70,000,000" not in there
