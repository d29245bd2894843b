"""How a certainty reads in a sentence, and sums that are only made where both sides have a figure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from deals.agreements.words import ROLE_GROUPS, ROLE_STATUS
from deals.pages.deal.agreements import difference
from deals.pages.deal.assets import capacity_words, state_on, state_words
from deals.pages.deal.cells import quantity_words
from deals.pages.deal.compare_terms import CELLS
from deals.pages.deal.downloads import csv_file, plain
from deals.pages.deal.exposure import exposure
from deals.pages.deal.seen import Seen, as_read, deal_url
from deals.pages.deal.terms import FACILITIES, price_words, remainder
from deals.pages.deal.three_lines import called
from deals.sites.calc.places import CITIES, COUNTRIES, position
from dealtracker.uikit.frame import Clocks
from tests.house import FORBIDDEN_WORDS

DAY = date(2026, 3, 2)
PRICING = next(column for column in FACILITIES if column.title == "Pricing")
STANDING = {"certainty": "reported", "sources": 1, "origins": 1, "newsrooms": 1}
LISTS = ("parties", "sites", "relations", "facilities", "pricing", "contracts", "supports", "roles", "figures", "pledges",
         "covenants", "ratings", "holds", "entries", "balances", "hardware", "events", "replies", "sources")  # fmt: skip


def seen(**lists: Any) -> Seen:
    stages = {row.get("key", f"k{i}"): row.pop("stages", []) for i, row in enumerate(lists.get("facilities", []))}
    doc: dict[str, Any] = {"id": "deal_" + "0" * 32, "title": "A deal", "derived": {"stages": stages}, **{name: [] for name in LISTS}}
    for name, rows in lists.items():
        doc[name] = [{"key": f"k{i}", "id": f"{name}_{i}", "standing": STANDING, "standings": {}, **row} for i, row in enumerate(rows)]
    return Seen(as_read(doc), Clocks(DAY, DAY, DAY))


def usd(point: str, kind: str = "exact", currency: str = "USD") -> dict[str, str]:
    return {"kind": kind, "point": point, "currency": currency}


@pytest.mark.parametrize(
    ("role", "status", "certainty", "by", "says"),
    [
        ("lender", "active", "reported", None, "Reported lender"),
        ("lender", "active", "multiple_newsrooms", None, "Reported lender"),
        ("lender", "active", "contested", "PaleBlueDot AI", "Reported lender"),
        ("lender", "active", "stated_by_party", "Lambda", "Lender, as stated by Lambda"),
        ("lender", "active", "stated_by_party", None, "Lender, as stated"),
        ("lender", "active", "documented", None, "Lender, as documented"),
        ("lender", "expected", "reported", None, "Reported as expected lender"),
        ("lender", "not concluded", "documented", None, "Lender, not concluded, as documented"),
        ("approached", "approached", "reported", None, "Reported as approached for money"),
        ("end beneficiary", "expected", "reported", None, "Reported user"),
        ("lender", "active", "withdrawn", None, "Lender, withdrawn by its source"),
        ("lender", "active", "a code not known here", None, "Reported lender"),
    ],
)
def test_a_role_reads_by_what_it_rests_on(role: str, status: str, certainty: str, by: str | None, says: str) -> None:
    assert called(role, status, {"certainty": certainty, "by": by}) == says


def test_no_role_in_any_state_says_too_much() -> None:
    said = {called(role, status, {"certainty": c}) for role in ROLE_GROUPS for status in ROLE_STATUS for c in ("reported", "documented")}
    assert len(said) > 100
    assert not [words for words in said if FORBIDDEN_WORDS.search(words) or "{" in words]
    assert all(words.startswith("Reported") or "documented" in words for words in said)


def test_holds_and_remainder_make_the_facility() -> None:
    facility = {"id": "f", "amount": usd("100000000")}
    held = seen(facilities=[facility], holds=[{"facility": "f", "amount": usd("40000000")}, {"facility": "f", "amount": usd("25000000.01")}])
    assert remainder(held, held.doc["facilities"][0]) == ("US$34,999,999.99", "")


@pytest.mark.parametrize(
    ("amount", "holds", "why"),
    [
        (usd("100"), [], "no hold is disclosed"),
        (usd("100"), [{"kind": "unknown"}], "a hold has no figure in this currency"),
        (usd("100"), [usd("50", currency="EUR")], "a hold has no figure in this currency"),
        ({"kind": "at most", "high": "100", "currency": "USD"}, [usd("50")], "the amount is no single figure"),
        ({"kind": "unknown"}, [usd("50")], "the amount is no single figure"),
    ],
)
def test_a_remainder_that_cannot_be_computed_says_why(amount: Any, holds: list[Any], why: str) -> None:
    held = seen(facilities=[{"id": "f", "amount": amount}], holds=[{"facility": "f", "amount": hold} for hold in holds])
    assert remainder(held, held.doc["facilities"][0]) == ("", why)


def test_a_total_differs_from_its_parts_by_what_is_shown() -> None:
    parts = [{"key": "f1", "amount": usd("60")}, {"key": "f2", "amount": usd("30")}, {"key": "f3", "amount": usd("9", currency="JPY")}]
    rows = [{"amount": usd("100"), "includes": ["f1", "f2"]}, {"amount": usd("90"), "includes": ["f1", "f2"]},
            {"amount": usd("90"), "includes": ["f1", "f9"]}, {"amount": usd("90")},
            {"amount": usd("90"), "includes": ["f1", "f3"]}]  # fmt: skip
    found = seen(facilities=parts, figures=rows)
    said = [difference(found, row) for row in found.doc["figures"]]
    assert said[:2] == ["US$10", "none"]
    assert said[2] and said[2].startswith("not computable")
    assert said[3] is None
    assert said[4] == "not computable: not every part is in the currency of the total"


def stage(code: str, start: str, end: str | None = None) -> dict[str, Any]:
    return {"code": code, "start": start, "end": end, "since": start}


def test_talks_are_proposed_and_never_committed() -> None:
    facility = {"amount": usd("300000000", "approx"), "commitment": "committed", "stages": [stage("talks", "2025-09-01")], "name": "loan", "kind": "loan"}
    block = exposure(seen(facilities=[facility]))
    cells = {row["title"]: [[said["words"] for said in cell] for cell in row["cells"]] for row in block["rows"]}
    assert cells["Proposed debt"] == [[], ["about US$300m"], []]
    assert cells["Committed debt"] == [[], [], []]
    assert cells["Outstanding"] == [[], [], []]
    assert block["committed_known"] is False


def test_each_basis_has_a_column_and_nothing_is_added() -> None:
    amounts = [
        {"amount": usd("100"), "standings": {"amount": {**STANDING, "certainty": certainty}}, "commitment": "committed",
         "stages": [stage("closed", "2025-01-01")], "name": name, "kind": "loan"}
        for name, certainty in (("a", "documented"), ("b", "reported"), ("c", "multiple_newsrooms"), ("d", "contested"))
    ]  # fmt: skip
    committed = next(row for row in exposure(seen(facilities=amounts))["rows"] if row["title"] == "Committed debt")
    assert [[said["of"] for said in cell] for cell in committed["cells"]] == [["a"], ["b", "c"], ["d"]]


def test_what_the_ledger_says_is_outstanding_on_the_day() -> None:
    moves = (
        ("commitment", "9000", "2025-01-01"),
        ("drawdown", "5000", "2025-02-01"),
        ("repayment", "1500", "2026-01-01"),
        ("repayment", "500", "2026-04-01"),
    )
    entries = [
        {"facility": "facilities_0", "hold": "h", "kind": kind, "amount": usd(size, currency="JPY"), "value_date": day}
        for kind, size, day in moves
    ]
    block = exposure(seen(facilities=[{"name": "loan", "kind": "loan", "commitment": "committed"}], entries=entries))
    outstanding = next(row for row in block["rows"] if row["title"] == "Outstanding")
    assert [said["words"] for said in outstanding["cells"][0]] == ["¥3,500"]


@pytest.mark.parametrize(
    ("capacity", "says"),
    [
        ({"mw": {"kind": "exact", "point": "360"}, "kind": "IT", "state": "contracted", "phase": "Fluidstack"}, "360 MW IT, contracted, Fluidstack"),
        ({"mw": {"kind": "exact", "point": "168", "words": "168 MW contracted"}, "kind": "contracted", "state": "contracted"}, "168 MW contracted"),
        ({"gpus": {"kind": "at least", "low": "55000"}, "state": "planned", "by": "2027"}, "at least 55,000 GPUs, planned, 2027"),
        ({"mw": {"kind": "unknown"}}, "size not stated"),
    ],
)
def test_a_capacity_is_told_once(capacity: dict[str, Any], says: str) -> None:
    assert capacity_words(capacity, DAY) == says


@pytest.mark.parametrize(("day", "says"), [(date(2025, 10, 1), "to be energised"), (date(2025, 12, 4), "energised")])
def test_a_later_day_of_a_state_is_still_to_come(day: date, says: str) -> None:
    capacity = {"mw": {"kind": "exact", "point": "14"}, "kind": "IT", "state": "energised", "by": "2025-12-04"}
    assert capacity_words(capacity, day) == f"14 MW IT, {says}, 4 Dec 2025"
    line = seen(hardware=[{"state": "energised", "by": "2025-12-04"}])
    line.doc["derived"]["stage"] = None
    for clock in (Clocks(day, DAY, DAY), Clocks(DAY, day, DAY)):
        assert state_words(Seen(line.doc, clock), line.doc["hardware"][0]) == says


def test_a_plan_and_a_day_in_words_stay_as_they_are_stated() -> None:
    assert state_on({"state": "contracted", "by": "2027"}, DAY) == "contracted"
    assert state_on({"state": "energised", "by": {"words": "by mid-year"}}, DAY) == "energised"
    assert state_on({"state": "energised", "by": {"by": "2027-06-30"}}, DAY) == "energised"
    assert state_on({"state": "unsaid", "by": "2027"}, DAY) == ""


@pytest.mark.parametrize(("commitment", "says"), [("uncommitted option", True), ("committed", False)])
def test_the_stage_of_an_option_does_not_say_that_money_is_committed(commitment: str, says: bool) -> None:
    period = {"code": "committed", "start": "2025-02-14", "end": None}
    option = {"id": "f", "key": "f3", "commitment": commitment, "stages": [period]}
    told = seen(facilities=[option])
    shown = plain(CELLS["Stage"](told, "facilities", told.doc["facilities"][0]))
    assert shown.lower().count("committed") and ("to the option as such; nobody is bound to lend under it" in shown) is says


def test_the_price_that_holds_on_the_day_comes_first_and_the_others_with_their_days() -> None:
    bps = [{"kind": "exact", "point": point} for point in ("450", "425")]
    first = {"facility": "f", "applies_to": "all", "margin_bps": bps[0], "fees": [{"kind": "agency fee", "words": "1 %"}], "end": "2025-12-31"}
    first["measure"] = "contractual"
    prices = [first, {"measure": "contractual", "facility": "f", "applies_to": "all", "margin_bps": bps[1], "base": "SOFR", "start": "2026-01-01"}]
    priced = seen(facilities=[{"id": "f"}], pricing=prices)
    told = {head: plain(CELLS[head](priced, "facilities", {"id": "f", "key": "k0"})) for head in ("Margin", "Base", "Fees")}
    assert told["Margin"].startswith("all: 425 bps") and told["Margin"].index("until 31 Dec 2025: 450 bps") > 0
    assert told["Base"].startswith("all: SOFR")
    assert "all, until 31 Dec 2025: agency fee 1 %" in told["Fees"]
    on_the_deal = plain(PRICING.cell(priced, "facilities", {"id": "f", "key": "k0"}))
    assert 0 <= on_the_deal.index("SOFR + 425 bps (from 1 Jan 2026)") < on_the_deal.index("450 bps")
    before = Seen(priced.doc, Clocks(date(2025, 6, 1), DAY, DAY))
    assert plain(CELLS["Margin"](before, "facilities", {"id": "f", "key": "k0"})).startswith("all: 450 bps")


@pytest.mark.parametrize(
    ("price", "says"),
    [
        ({"measure": "contractual", "base": "SOFR", "margin_bps": {"kind": "exact", "point": "600"}}, "SOFR + 600 bps"),
        ({"measure": "contractual", "rate": {"kind": "exact", "point": "0.0775"}, "applies_to": "all"}, "7.75 %"),
        ({"measure": "effective", "rate": {"kind": "approx", "point": "0.15"}}, "about 15 %; effective"),
        ({"measure": "contractual", "fees": [{"kind": "minimum multiple", "words": "1.80x"}]}, "minimum multiple 1.80x"),
        ({"measure": "contractual", "base": "TIBOR", "applies_to": "all", "start": "2027-03-31"}, "TIBOR (from 31 Mar 2027)"),
        ({"measure": "contractual", "base": "TIBOR", "applies_to": "IG", "start": "2026", "end": {"by": "2027-03-31"}},
         "TIBOR (IG, from 2026 until no later than 31 Mar 2027)"),
        ({"measure": "contractual", "base": "TIBOR", "end": {"words": "the first test"}}, "TIBOR (until the first test)"),
        ({"measure": "contractual"}, ""),
    ],
)
def test_a_price_in_words(price: dict[str, Any], says: str) -> None:
    assert price_words(price) == says


def test_quantities_keep_the_words_of_their_source() -> None:
    assert quantity_words({"kind": "exact", "point": "120", "words": "10 years"}, "months") == "10 years"
    assert quantity_words({"kind": "range", "low": "24", "high": "36"}, "months") == "24 to 36 months"
    assert quantity_words({"kind": "unknown", "words": "not said"}, "months") is None
    assert quantity_words({"words": "a handful"}) == "a handful"


def test_a_cell_that_a_spreadsheet_would_run_is_text() -> None:
    body = csv_file([["=1+1", "+1", "-1+2", "-1.50", "@x", "plain, with a comma"]], name="x.csv").content.decode("utf-8-sig")
    assert body == "'=1+1,'+1,'-1+2,-1.50,'@x,\"plain, with a comma\"\r\n", "a number below zero stays a number"


def test_a_cell_as_text_has_no_markup() -> None:
    assert plain('about <b>US$300m</b><span class="sub">a &amp; b</span>') == "about US$300m a & b"


@pytest.mark.parametrize("title", ["Compare", "claims", "小红书", "!!!", "Amend"])
def test_no_title_takes_the_address_of_a_page(title: str) -> None:
    assert deal_url({"id": "deal_1", "title": title}) == "/deals/deal_1/deal/"


def test_places_are_drawn_no_more_precisely_than_they_are_known() -> None:
    city = position({"city": "Tokyo", "country": "JP", "precision": "exact"})
    assert city and (city.precision, city.latitude) == ("city", "35.7")
    unknown = position({"city": "A town not in the table", "country": "JP", "precision": "city"})
    assert unknown and unknown.precision == "country"
    entered = position({"position": {"latitude": "1.5", "longitude": "2.5"}, "precision": "exact"})
    assert entered and entered.precision == "exact"
    assert position({"country": "ZZ", "precision": "country"}) is None
    for latitude, longitude in (*CITIES.values(), *COUNTRIES.values()):
        assert -60 < Decimal(latitude) < 84
        assert -180 <= Decimal(longitude) <= 180


@pytest.mark.parametrize(
    ("stage", "state", "is_stated", "says"),
    [
        ("talks", "planned", False, "planned"), ("closed", "planned", False, "delivery not stated"),
        ("ended", "planned", False, "delivery not stated"), ("closed", "planned", True, "planned"),
        ("closed", "ordered", False, "ordered"), (None, "planned", False, "planned"),
    ],
)  # fmt: skip
def test_a_loan_that_closed_has_no_planned_chips_unless_a_source_says_so(
    stage: str | None, state: str, is_stated: bool, says: str
) -> None:
    line = {"state": state, "standings": {"state": {}} if is_stated else {}}
    told = Seen({"derived": {"stage": {"code": stage} if stage else None}}, Clocks(*[date(2026, 11, 23)] * 3), "")
    assert state_words(told, line) == says
