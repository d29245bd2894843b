"""Questions across deals: what is counted, once, in which currency, how much of it is known, and why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.core.management import call_command
from django.utils import timezone

from deals.actions.fx import save_rates
from deals.actions.ledger import Booking, grant_participation
from deals.exposure.dimensions import NAMES
from deals.exposure.models import ExposurePeriod
from deals.ledger.rate_files import Rate
from deals.models import Deal, Facility, Hold
from deals.reports.balances_of import balances_of
from deals.reports.deal_sheet import deal_sheet
from deals.reports.exposure_by import exposure_by
from deals.reports.exposure_groups import exposure_groups
from deals.reports.filters import FilterError
from deals.reports.maturity_wall import maturity_wall
from deals.reports.why_number import BASIC, why_number
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Source
from dealtracker.money import Amount
from dealtracker.periods import When
from tests import cast, make

pytestmark = pytest.mark.django_db
AS_OF = make.DAY
TODAY = timezone.now().date()
SIGNED = {"key": "e2", "kind": "signed", "facility": "f1", "occurred": "2025-11-25"}


def signed(key: str, *, currency: str = "USD", amount: str = "100", **more: Any) -> make.Json:
    """A deal whose loan is signed, its lender named without a figure."""
    document = make.dossier(key, borrower=f"Borrower {key}", amount=amount, events=[SIGNED], **more)
    document["facilities"][0] |= {"commitment": "committed", "amount": make.money(amount, currency)}
    document["claims"][0]["at"].append("/events/e2")
    return document


def asked(dimension: str, **more: Any) -> Any:
    given = {"as_of": AS_OF, "known_on": TODAY, "today": TODAY, "viewer": make.SYSTEM, **more}
    with as_viewer(given["viewer"]):
        return exposure_groups(dimension=dimension, **given)


def lines(answer: Any) -> dict[Any, list[tuple[str, str, str | None]]]:
    return {g["name"]: [(a["weight"], a["currency"], a["point"]) for a in g["amounts"]] for g in answer["groups"]}


def test_sums_stand_by_weight_basis_and_currency_and_are_converted_at_a_dated_rate() -> None:
    make.save(signed("one"), signed("two", amount="50"), signed("yen", currency="JPY", amount="15000"), make.dossier("talk", amount="7"))
    with as_viewer(make.SYSTEM):
        friday = date(2026, 2, 27)
        save_rates(rates=[Rate("USD", friday, Decimal("1.25"), "a bank"), Rate("JPY", friday, Decimal(200), "a bank")], reason="test")
    answer = asked("site.country", currency="USD")
    assert sorted(lines(answer)["JP"]) == [("committed", "JPY", "15000"), ("committed", "USD", "150"), ("proposed", "USD", "7")]
    yen = next(a for a in answer["groups"][0]["amounts"] if a["currency"] == "JPY")
    assert yen["in_currency"]["point"] == "93.75"
    assert answer["conversion"]["rates"] == [{"currency": "JPY", "rate": "0.006250", "date": "2026-02-27", "source": "a bank"}]
    late = asked("site.country", currency="USD", as_of=date(2026, 3, 7))
    assert late["conversion"]["missing"] == ["JPY"], "a rate is good for a week"
    assert next(a for a in late["groups"][0]["amounts"] if a["currency"] == "JPY")["in_currency"] is None
    assert answer["covers"] == {"deals": 4, "of": 4, "holds": 0, "of_lenders": 4}


def unstaged(key: str, **facility: Any) -> make.Json:
    """A deal of whose loan no source tells a stage; its lender holds a part."""
    document = make.dossier(key, borrower=f"Borrower {key}", amount="100", **make.ledger([], committed="30"))
    document["events"] = []
    document["claims"][0]["at"].remove("/events/e1")
    document["facilities"][0] |= facility
    return document


def test_a_facility_without_a_stage_stands_by_its_commitment_from_when_it_was_told_of() -> None:
    make.save(unstaged("one", commitment="committed"), unstaged("two", commitment="conditional"), unstaged("three", commitment="proposed"))
    [signed_then] = make.save(unstaged("four", commitment="committed", signing_date="2024-05-06"))
    answer = asked("currency")
    assert sorted(lines(answer)["USD"]) == [("committed", "USD", "200"), ("possible", "USD", "100"), ("proposed", "USD", "100")]
    assert (answer["covers"]["deals"], answer["covers"]["of"]) == (4, 4)
    assert sorted(lines(asked("lender"))["Harbour Bank"]) == [("committed", "USD", "60"), ("possible", "USD", "30"), ("proposed", "USD", "30")]
    assert lines(asked("currency", as_of=date(2024, 6, 1))) == {"USD": [("committed", "USD", "100")]}, "from its signing on"
    with as_viewer(make.SYSTEM):
        total = exposure_by(viewer=make.SYSTEM, as_of=AS_OF, known_on=TODAY, today=TODAY)
        sheet = deal_sheet(viewer=make.SYSTEM, deal=signed_then, as_of=AS_OF, known_on=TODAY, today=TODAY)
    assert (total["facilities"], total["without"]) == (4, 0)
    assert sheet is not None
    assert orjson.loads(sheet.body)["derived"]["unstaged"] == {"f1": "2024-05-06"}


def test_low_and_high_stand_only_where_every_amount_has_that_bound() -> None:
    make.save(signed("one"), least := signed("two"))
    least["facilities"][0]["amount"] = {"kind": "at least", "low": "50", "currency": "USD"}
    make.save(least, update=True)
    [line] = asked("currency")["groups"][0]["amounts"]
    assert (line["point"], line["with_point"], line["rows"]) == ("100", 1, 2)
    assert (line["low"], line["with_low"], line["high"], line["with_high"]) == ("150", 2, None, 1)
    about = signed("three")
    about["facilities"][0]["amount"] = make.money("300", kind="approx")
    make.save(about)
    [line] = asked("currency")["groups"][0]["amounts"]
    assert (line["point"], line["with_point"], line["rows"]) == ("400", 2, 3)
    assert (line["low"], line["with_low"], line["high"], line["with_high"]) == (None, 2, None, 1), "of about no bound is known"
    with as_viewer(make.SYSTEM):
        [total] = exposure_by(viewer=make.SYSTEM, as_of=AS_OF, known_on=TODAY, today=TODAY)["totals"]
    assert (total["point"], total["low"], total["high"], total["with_low"], total["with_high"]) == ("400", None, None, 2, 1)


def test_lenders_come_by_number_of_deals_and_what_is_undisclosed_is_no_name() -> None:
    make.save(signed("one"), signed("two", lender="Tidal Credit"), signed("three", lender="Tidal Credit"))
    answer = asked("lender")
    assert [(g["name"], g["deals"], g["amounts"]) for g in answer["groups"]] == [("Tidal Credit", 2, []), ("Harbour Bank", 1, [])]
    [left] = answer["undisclosed"]
    assert (left["weight"], left["facilities"], left["computable"], left["amount"]) == ("committed", 3, 3, "300")


def test_holds_and_what_is_undisclosed_add_up_to_the_facility() -> None:
    lists = make.ledger([], committed="30")
    make.save(signed("one", **lists))
    answer = asked("lender")
    assert lines(answer) == {"Harbour Bank": [("committed", "USD", "30")]}
    assert answer["undisclosed"][0]["amount"] == "70"
    assert answer["covers"]["holds"] == 1


def undisclosed(deal: UUID) -> Any:
    with as_viewer(make.SYSTEM):
        found = balances_of(viewer=make.SYSTEM, deal=deal, as_of=AS_OF, known_on=TODAY, today=TODAY)
    assert found is not None
    return found["facilities"][0]["undisclosed"]


def test_a_named_hold_without_a_figure_leaves_no_remainder_to_compute() -> None:
    lists = make.ledger([], committed="30", holds=("le", "lx"))
    lists["parties"] = [make.party("lx", "Tidal Credit", kind="bank")]
    [known] = make.save(signed("one", **lists))
    lists["holds"][1]["amount"] = {"kind": "unknown"}
    [blank, talks] = make.save(signed("two", **lists), make.dossier("talk", amount="7"))
    [committed, proposed] = asked("lender")["undisclosed"]
    assert (committed["weight"], committed["facilities"], committed["computable"], committed["amount"]) == ("committed", 2, 1, "40")
    assert (proposed["weight"], proposed["amount"]) == ("proposed", "7")
    assert undisclosed(known) == {"amount": "40", "currency": "USD", "weight": "committed", "by": "stated"}
    assert undisclosed(blank) == undisclosed(talks) == "not computable"


def test_the_remainder_of_a_facility_takes_each_hold_by_entries_else_as_stated() -> None:
    lists = make.ledger([("le", "commitment", "10", "2026-01-01")], committed="10", holds=("le", "lx"))
    lists["parties"] = [make.party("lx", "Tidal Credit", kind="bank")]
    [deal] = make.save(signed("one", **lists))
    assert undisclosed(deal) == {"amount": "80", "currency": "USD", "weight": "committed", "by": "stated"}
    assert asked("lender")["undisclosed"][0]["amount"] == "80"


def booked_deal() -> tuple[UUID, UUID]:
    lists = make.ledger([("le", "commitment", "100", "2026-01-01"), ("le", "drawdown", "40", "2026-01-15")])
    [deal] = make.save(signed("one", **lists))
    with as_viewer(make.SYSTEM):
        return deal, Facility.rows.get(deal=deal).pk


def test_entries_stand_in_the_place_of_what_is_stated_once_they_tell_of_all_of_it() -> None:
    booked_deal()
    [line] = asked("currency")["groups"][0]["amounts"]
    assert (line["basis"], line["point"], line["outstanding"], line["undrawn"], line["exposure"]) == ("entries", "100", "40", "60", "100")
    assert asked("currency", factor=Decimal("0.5"))["groups"][0]["amounts"][0]["exposure"] == "70"


def test_entries_of_one_hold_do_not_speak_for_the_whole_facility() -> None:
    lists = make.ledger([("le", "commitment", "10", "2026-01-01")], committed="10")
    make.save(signed("one", **lists))
    assert lines(asked("currency")) == {"USD": [("committed", "USD", "100")]}
    assert lines(asked("lender")) == {"Harbour Bank": [("committed", "USD", "10")]}


def test_an_increase_whose_entries_the_base_holds_is_not_counted_again() -> None:
    lists = make.ledger([("le", "commitment", "100", "2026-01-01"), ("le", "increase", "20", "2026-01-15")])
    document = signed("one", **lists)
    document["facilities"].append({"key": "f2", "kind": "loan", "amount": make.money("20"), "commitment": "committed", "increases": "f1"})
    document["events"].append({**SIGNED, "key": "e3", "facility": "f2"})
    document["claims"][0]["at"] += ["/facilities/f2", "/events/e3"]
    make.save(document)
    assert sorted(lines(asked("currency"))["USD"]) == [("committed", "USD", "120")]
    before = asked("currency", as_of=date(2026, 1, 10))
    assert sum(Decimal(a["point"]) for a in before["groups"][0]["amounts"]) == 120


def test_a_part_is_left_to_its_whole_and_a_private_view_stands_once() -> None:
    people = cast.gather()
    part = signed("part", amount="40", relations=[{"key": "x1", "kind": "part of", "to": "whole"}])
    part["claims"][0]["at"].append("/relations/x1")
    make.save(signed("whole"), part)
    assert lines(asked("currency")) == {"USD": [("committed", "USD", "100")]}
    view = signed("whole", compartment=cast.TEAM, private_view_of="whole")
    view["facilities"][0]["amount"] = make.money("120")
    make.save(view)
    assert lines(asked("currency", viewer=people.viewer("carol"))) == {"USD": [("committed", "USD", "120")]}
    assert lines(asked("currency", viewer=people.viewer("alice"))) == {"USD": [("committed", "USD", "100")]}


def test_what_was_not_published_yet_is_not_known() -> None:
    booked_deal()
    assert asked("currency", known_on=date(2025, 11, 30))["groups"] == []
    line = asked("currency", known_on=date(2025, 12, 15))["groups"][0]["amounts"][0]
    assert line["point"] == "100"


def test_every_line_is_explained_by_leaves_that_add_up_to_it() -> None:
    deal, facility = booked_deal()
    make.save(signed("two", amount="50"), make.dossier("talk", amount="7"))
    with as_viewer(make.SYSTEM):
        holds = Hold.rows.filter(deal=deal)
        other = Hold.rows.create(deal_id=deal, facility_id=facility, key="ot")
        source = Source.rows.get(publisher="Agent notice").pk
        grant_participation(
            booking=Booking(deal, facility, date(2026, 2, 1), source, make.SYSTEM), grantor=holds.get(key="le").pk,
            participant=other.pk, amount=Amount.exact(10, "USD"),
        )  # fmt: skip
    make.catch_up()
    for dimension in NAMES:
        found = [(group, line) for group in asked(dimension)["groups"] for line in group["amounts"]]
        assert found
        for group, line in found:
            explained(dimension, group["key"], line)


def explained(dimension: str, key: str | None, line: make.Json) -> None:
    with as_viewer(make.SYSTEM):
        for figure in BASIC:
            why = why_number(
                viewer=make.SYSTEM, dimension=dimension, key=key, weight=line["weight"], basis=line["basis"],
                currency=line["currency"], figure=figure, as_of=AS_OF, known_on=TODAY, today=TODAY,
            )  # fmt: skip
            assert why["amount"] == why["recomputed"] == line[figure], (dimension, key, figure)


def test_an_unknown_dimension_measure_or_currency_is_told() -> None:
    for wrong in ({"dimension": "moon"}, {"measure": "hope"}, {"currency": "usd"}):
        with pytest.raises(FilterError):
            asked(**{"dimension": "lender", **wrong})


def test_maturities_and_balances() -> None:
    document = signed("one", **make.ledger([("le", "commitment", "100", "2026-01-01")]))
    document["facilities"][0] |= {"maturity_date": "2029-Q2", "availability_end": "2026-06"}
    [deal] = make.save(document, signed("two"))[:1]
    with as_viewer(make.SYSTEM):
        wall = maturity_wall(viewer=make.SYSTEM, as_of=AS_OF, known_on=TODAY, today=TODAY)
        assert [(y["year"], y["sums"][0]["point"]) for y in wall["years"]] == [(2029, "100")]
        assert (len(wall["not_stated"]), wall["covers"]) == (1, {"facilities": 1, "of": 2, "past": 0})
        stands = balances_of(viewer=make.SYSTEM, deal=deal, as_of=AS_OF, known_on=TODAY, today=TODAY)
        assert stands is not None
        assert stands["facilities"][0]["undisclosed"] == {"amount": "0", "currency": "USD", "weight": "committed", "by": "entries"}


def test_a_maturity_is_due_on_the_last_day_that_it_can_mean_and_marked_once_that_is_past() -> None:
    stated = {
        "2026-02-28": (2026, True), "2026-03-02": (2026, False), "2026-03": (2026, False), "2026-Q1": (2026, False),
        "2025": (2025, True), "by 2026-02": (2026, True), "after 2026-04": (2026, False), "2025-11/2027-01": (2027, False),
    }  # fmt: skip
    documents = {words: signed(f"d{place}", amount=str(place + 1)) for place, words in enumerate(stated)}
    for words, document in documents.items():
        document["facilities"][0]["maturity_date"] = When.parse(words).to_json()
    make.save(*documents.values())
    with as_viewer(make.SYSTEM):
        wall = maturity_wall(viewer=make.SYSTEM, as_of=AS_OF, known_on=TODAY, today=TODAY)
    found = {row["matures"]: (year["year"], row["is_past"]) for year in wall["years"] for row in year["facilities"]}
    assert found == stated
    assert [(y["year"], y["sums"][0]["point"], y["sums"][0]["past"], y["sums"][0]["past_point"]) for y in wall["years"]] == [
        (2025, "5", 1, "5"), (2026, "23", 2, "7"), (2027, "8", 0, None),
    ]  # fmt: skip
    assert wall["covers"]["past"] == 3
    buckets = {group["key"]: group["deals"] for group in asked("maturity")["groups"]}
    assert buckets == {"matured": 3, "under 1 year": 5}
    assert {group["key"]: group["deals"] for group in asked("maturity.year")["groups"]} == {"2025": 1, "2026": 6, "2027": 1}


def test_the_shipped_deals_name_lenders_and_their_book_agrees_with_the_facts() -> None:
    call_command("load_demo", stdout=StringIO())
    make.catch_up()
    lenders = [g for g in asked("lender", as_of=TODAY)["groups"] if not g["unnamed"]]
    assert len(lenders) >= 10
    assert not any("Example" in g["name"] for g in lenders), "an invented example is in no total"
    assert any("Example" in (g["name"] or "") for g in asked("lender", as_of=TODAY, invented=True)["groups"])
    with as_viewer(make.SYSTEM):
        assert Deal.rows.filter(demo="invented").count() == 1
        assert all(row["point"] is not None for row in exposure_by(viewer=make.SYSTEM, as_of=TODAY, known_on=TODAY, today=TODAY)["totals"])
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_book", stdout=out)
    assert (ended.value.code, "34 deals worked out again; 0 differences" in out.getvalue()) == (0, True)
    with as_viewer(make.SYSTEM):
        wrong = ExposurePeriod.rows.filter(rests_on="entries", hold__isnull=False).first()
        assert wrong is not None
        ExposurePeriod.rows.filter(pk=wrong.pk).update(outstanding=1)
    errors = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_book", stdout=StringIO(), stderr=errors)
    assert ended.value.code == 1
    assert f"facility {wrong.facility}, hold {wrong.hold}" in errors.getvalue()
