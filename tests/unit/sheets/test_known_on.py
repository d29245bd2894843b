"""A bundle as it was known: what was not yet published is not there, and values stand as they stood."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from deals.sheets.calc.bundle import Bundle, StandingValue, known_from, seen_on
from deals.sheets.calc.facets import fold
from deals.sheets.calc.headline import countries, headline, path
from dealtracker.periods import OPEN_END

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def standing(target: str, field: str, value: Any, start: date, end: date = OPEN_END, certainty: str = "reported") -> StandingValue:
    return StandingValue(target, field, value, certainty, None, "", 1, 1, 1, start, end)


def bundle(**more: Any) -> Bundle:
    lists = ("relations", "facilities", "pricing", "contracts", "supports", "roles", "figures", "pledges", "covenants", "ratings",
             "holds", "entries", "balances", "hardware", "events")  # fmt: skip
    rows = {name: [] for name in lists} | more.pop("rows", {})
    return Bundle(deal={"id": "d"}, rows=rows, **more)


def usd(point: str, words: str = "") -> dict[str, str]:
    return {"kind": "exact", "point": point, "currency": "USD", "words": words}


def test_a_lender_named_in_april_is_unnamed_in_march() -> None:
    hold = {"id": "h", "key": "h1", "facility": "f", "party": "bank"}
    known = bundle(
        rows={"holds": [hold]},
        standings=[
            standing("h", "", None, MARCH),
            standing("h", "party", {"words": "a Gulf bank"}, MARCH, APRIL),
            standing("h", "party", {"ref": "bank"}, APRIL),
        ],
    )
    [march], [april] = (seen_on(known, day).rows["holds"] for day in (MARCH, APRIL))
    assert "party" not in march and march["said"] == {"party": "a Gulf bank"}
    assert april["party"] == "bank" and "said" not in april


def test_before_its_first_publication_nothing_is_there() -> None:
    known = bundle(
        rows={"facilities": [{"id": "f", "key": "f1", "amount": usd("300")}]}, standings=[standing("f", "", None, APRIL)]
    )
    assert known_from(known) == APRIL
    assert seen_on(known, MARCH).rows["facilities"] == []
    assert known_from(bundle()) is None


def test_an_amount_stands_as_it_stood() -> None:
    known = bundle(
        rows={"facilities": [{"id": "f", "key": "f1", "kind": "loan", "amount": usd("23")}]},
        standings=[standing("f", "amount", usd("22"), MARCH, MAY), standing("f", "amount", usd("23"), MAY, certainty="documented")],
    )
    assert headline(seen_on(known, APRIL))["amount"]["point"] == "22"  # type: ignore[index]
    later = headline(seen_on(known, MAY))
    assert later is not None and later["amount"]["point"] == "23" and later["standing"]["certainty"] == "documented"
    assert later["of"] == "/facilities/f1/amount"


def test_facilities_are_summed_only_where_all_have_points_in_one_currency() -> None:
    def facilities(*amounts: dict[str, str]) -> Bundle:
        rows = [{"id": str(n), "key": f"f{n}", "amount": amount, "standing": {"certainty": "reported"}} for n, amount in enumerate(amounts)]
        return bundle(rows={"facilities": rows})

    both = headline(facilities(usd("2"), usd("3")))
    assert both is not None and both["amount"] == {"kind": "exact", "point": "5", "currency": "USD"} and both["sum_of"] == 2
    assert "one_of" not in both
    mixed = headline(facilities(usd("2"), {**usd("900"), "currency": "JPY"}))
    assert mixed is not None and "sum_of" not in mixed and mixed["amount"]["currency"] == "USD"
    rows = facilities(usd("2"), {**usd("900"), "currency": "JPY"}, {**usd("950"), "currency": "JPY"}, usd("3"))
    for own, amount in (("USD", "3"), ("JPY", "950"), ("EUR", "3")):
        found = headline(replace(rows, deal={"id": "d", "currency": own}))
        assert found is not None and found["amount"]["point"] == amount
        assert found["one_of"] == 4, "that the others are not in it is told"
    assert headline(facilities({"kind": "unknown"})) is None


def test_three_countries_are_three_answers_with_gaps() -> None:
    known = bundle(
        rows={"roles": [{"id": "r", "key": "r1", "party": "p", "role": "borrower", "group": "obligor"}]},
        parties={"p": {"id": "p", "name": "P", "names": [], "hq_country": "US", "standings": {"hq_country": {"certainty": "documented"}}}},
    )
    found = countries(known)
    assert found == {"borrower": [{"code": "US", "certainty": "documented"}], "site": [], "use": []}
    assert path(found) == "US>?>?"


def test_folding_joins_scripts_widths_and_accents() -> None:
    assert fold("  Société  GÉNÉRALE ") == "societe generale"
    assert fold("ＪＰモルガン") == "jpモルガン" and fold("ガ") == "ガ"
    assert fold("小红书") == "小红书"


def test_a_title_does_not_tell_what_was_published_later() -> None:
    known = bundle(
        rows={
            "roles": [{"id": "r", "key": "r1", "party": "p", "role": "borrower", "group": "obligor"}],
            "facilities": [{"id": "f", "key": "f1", "kind": "bridge loan", "amount": usd("40")}],
        },
        parties={"p": {"id": "p", "name": "Example Group", "names": []}},
        standings=[standing("r", "", None, MARCH), standing("f", "", None, MAY)],
    )
    titled = replace(known, deal={"id": "d", "title": "Example Group: US$40 signed"})
    assert seen_on(titled, APRIL).deal["title"] == "Example Group: financing"
    assert seen_on(titled, MAY).deal["title"] == "Example Group: US$40 signed"


def site_with(*standings: StandingValue, **capacity: Any) -> Bundle:
    site = {"id": "s", "key": "s1", "name": "Hall", "capacities": [{"id": "c", "key": "c1", "kind": "IT", **capacity}]}
    return bundle(sites={"s": site}, standings=[standing("s", "", None, MARCH), *standings])


def test_a_capacity_comes_with_the_first_that_names_it() -> None:
    known = site_with(standing("c", "", None, APRIL), mw={"kind": "exact", "point": "14"})
    assert seen_on(known, MARCH).sites["s"]["capacities"] == []
    [april] = seen_on(known, APRIL).sites["s"]["capacities"]
    assert april["mw"]["point"] == "14"


def test_the_state_of_a_capacity_is_the_one_stated_by_then() -> None:
    later = [standing("c", "state", "energised", MAY), standing("c", "by", "2026-04-20", MAY)]
    known = site_with(standing("c", "", None, MARCH), *later, state="energised", by="2026-04-20")
    [april], [may] = (seen_on(known, day).sites["s"]["capacities"] for day in (APRIL, MAY))
    assert april["kind"] == "IT" and not {"state", "by"} & april.keys()
    assert (may["state"], may["by"]) == ("energised", "2026-04-20")
    ordered = standing("c", "state", "contracted", MARCH, MAY)
    [april] = seen_on(replace(known, standings=[*known.standings, ordered]), APRIL).sites["s"]["capacities"]
    assert april["state"] == "contracted"


def test_what_a_line_and_a_test_came_to_is_not_known_before_somebody_stated_it() -> None:
    known = bundle(
        rows={"hardware": [{"id": "w", "key": "w1", "state": "installed", "quantity": {"kind": "exact", "point": "8"}}]},
        standings=[standing("w", "", None, MARCH), standing("w", "state", "installed", MAY)],
    )
    [april], [may] = (seen_on(known, day).rows["hardware"] for day in (APRIL, MAY))
    assert "state" not in april and april["quantity"]["point"] == "8"
    assert may["state"] == "installed"
