"""Findings over the visible deals, on a deal's page, and the questions that its record leaves open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from deals.interchange.dossier.reading import read_values
from deals.reports import deals_at, findings_then
from deals.reports.deal_questions import TOPICS
from deals.reports.findings_list import findings_list
from dealtracker.access.rules import PUBLIC, Viewer
from tests import cast, make
from tests.pages.markup import check
from tests.world import World

pytestmark = pytest.mark.django_db


def named_deal(key: str, **more: Any) -> make.Json:
    """A deal whose chip, user and lender are known: a rule decides it."""
    lists = {
        "parties": [make.party("us", "Red Lantern", hq_country="CN")],
        "roles": [{"key": "r5", "party": "us", "role": "end beneficiary"}],
        "hardware": [{"key": "h2", "model_words": "H20", "basis": "stated", "quantity": {"kind": "exact", "point": "64"}, "unit": "GPU", "site": "t1"}],
    }  # fmt: skip
    document = make.dossier(key, **lists, **more)
    document["claims"].append({"source": f"s-{key}", "at": ["/hardware/h2", "/roles/r5", "/parties/us/hq_country"]})
    return document


def listed(world: World, role: str, query: str = "") -> dict[str, Any]:
    return world.client(role).get(f"/findings/?format=json&{query}").json()


def test_every_line_of_a_visible_deal_is_listed(world: World) -> None:
    rows = listed(world, "alice")["results"]
    assert [(row["title"], row["line"], row["step"]) for row in rows] == [
        ("Borealis Compute: loan for chips (tokyo)", "h1", "NEEDS_REVIEW")
    ]
    assert rows[0]["missing"][0] == "model"


@pytest.mark.parametrize("role", ["alice", "bob", "frank"])
def test_findings_of_a_team_are_neither_listed_nor_counted_for_others(world: World, role: str) -> None:
    found = listed(world, role)
    page = world.client(role).get("/findings/").content.decode()
    assert not any(word in str(found) or word in page for word in cast.CANARIES.values())
    assert dict(found["counts"]["step"]) == {"NEEDS_REVIEW": 1}


def test_a_private_view_stands_in_the_public_deals_place(world: World) -> None:
    titles = [row["title"] for row in listed(world, "carol")["results"]]
    assert len(titles) == 2
    assert "Borealis: our own view" in titles and "Borealis Compute: loan for chips (tokyo)" not in titles


def test_counts_agree_with_what_each_filter_lists(people: World) -> None:
    make.save(named_deal("osaka"))
    counts = listed(people, "alice")["counts"]
    assert sum(n for _, n in counts["step"]) == 3
    for name, values in counts.items():
        for value, number in values:
            assert len(listed(people, "alice", f"{name}={value}")["results"]) == number, (name, value)


def test_rules_of_another_day_give_other_findings(people: World) -> None:
    make.save(named_deal("osaka"))
    before = {row["line"]: row for row in listed(people, "alice", "as_of=2022-12-01&q=osaka")["results"]}
    after = {row["line"]: row for row in listed(people, "alice", "as_of=2025-06-01&q=osaka")["results"]}
    assert "US-LETTER-H20-2025" not in before["h2"]["rules"]
    assert "US-LETTER-H20-2025" in after["h2"]["rules"]


def test_a_list_is_paged_without_gap_or_repeat(people: World) -> None:
    make.save(*[make.dossier(f"d{n}", title=f"Deal {n % 2}") for n in range(5)])
    viewer, seen, cursor = Viewer(walls=frozenset({PUBLIC})), [], ""
    while True:
        page = findings_list(viewer=viewer, day=timezone.now().date(), on=date(2026, 1, 1), filters={}, cursor=cursor, limit=2)
        seen += [(row["deal"], row["line"]) for row in page.rows]
        if page.next is None:
            break
        cursor = page.next
    assert len(seen) == len(set(seen)) == 6


@pytest.mark.parametrize(
    ("query", "says"),
    [("step=clean", "step"), ("missing=colour", "missing"), ("rule=x", "rule"), ("cursor=zz", "cursor"), ("as_of=soon", "as_of"), ("size=1", "size")],
)
def test_a_bad_parameter_is_named(people: World, query: str, says: str) -> None:
    page = people.client("alice").get(f"/findings/?{query}")
    assert page.status_code == 400 and says in page.content.decode()


def test_the_deal_list_counts_findings_and_filters_by_them(people: World) -> None:
    page = people.client("alice").get("/deals/filters/")
    [group] = [g for g in page.context["facet_groups"] if g["name"] == "finding"]
    assert [(option["value"], option["label"], option["n"]) for option in group["options"]] == [("NEEDS_REVIEW", "needs review", 1)]
    assert len(people.client("alice").get("/deals/?finding=NEEDS_REVIEW").context["rows"]) == 1
    assert people.client("alice").get("/deals/?finding=INFO").context["rows"] == []


def test_the_deal_page_shows_candidates_weakest_link_and_recovery_route(people: World) -> None:
    page = people.client("alice").get(f"/deals/{people.id('tokyo')}/")
    [line] = page.context["controls"]["lines"]
    named = [model for row in line["answer"]["candidates"] for model in row["models"]]
    assert len(named) > 40 and all(model in page.content.decode() for model in named)
    assert line["weakest"] and "not known" in line["weakest"]
    [route] = line["routes"]
    assert (route["lenders"], route["site"], route["country"]) == ("Harbour Bank", "JP", "")
    assert "JP-FEFA-2025-05" in [rule for _, rule, _ in route["rules"]]
    assert b"not legal advice and not a licence determination" in page.content


def test_the_findings_of_the_page_are_those_of_the_sheet(people: World) -> None:
    (osaka,) = make.save(named_deal("osaka"))
    people.deals["osaka"] = osaka
    page = people.client("alice").get(f"/deals/{people.id('osaka')}/")
    shown = [(line["answer"]["step"], [row["id"] for row in line["answer"]["deciding"]]) for line in page.context["controls"]["lines"]]
    told = [(row["step"], row["rules"]) for row in page.context["deal"]["derived"]["findings"]]
    assert shown == told and len(told) == 2


def test_what_if_starts_from_the_line(people: World) -> None:
    page = people.client("alice").get(f"/deals/{people.id('tokyo')}/")
    [line] = page.context["controls"]["lines"]
    asked = people.client("alice").get(line["what_if"])
    today = [one["answer"] for one in asked.context["answers"]][-1]
    assert asked.status_code == 200 and today["step"] == line["answer"]["step"]


def questions(world: World, name: str, role: str = "alice") -> list[dict[str, str]]:
    answer = world.client(role).get(f"/deals/{world.id(name)}/questions/?format=json")
    assert answer.status_code == 200
    return list(answer.json()["questions"])


def test_questions_follow_from_the_gaps_of_the_record(people: World) -> None:
    asked = questions(people, "tokyo")
    texts = " ".join(row["text"] for row in asked)
    assert {row["topic"] for row in asked} <= set(TOPICS)
    assert "Which chip model is to be delivered" in texts
    assert "Who will use the machines" in texts
    assert "For how long does the term loan run?" in texts
    assert "Who are the lenders" not in texts, "a lender is named"
    assert len({row["text"] for row in asked}) == len(asked)


def test_a_gap_that_is_filled_is_no_longer_asked(people: World) -> None:
    document = make.dossier("nagoya")
    document["facilities"][0]["tenor_months"] = {"kind": "exact", "point": "60"}
    document["claims"][0]["at"].append("/facilities/f1/tenor_months")
    assert read_values([document], name="test", today=None)
    (people.deals["nagoya"],) = make.save(document)
    texts = [row["text"] for row in questions(people, "nagoya")]
    assert not any("how long does the term loan run" in text for text in texts)
    assert any("How is the term loan repaid?" in text for text in texts)


def test_the_rules_do_not_ask_again_what_a_gap_asks_by_name(people: World) -> None:
    (people.deals["osaka"],) = make.save(named_deal("osaka"))
    texts = [row["text"] for row in questions(people, "osaka")]
    [asked] = [text for text in texts if "ultimate parent of Red Lantern" in text]
    assert "Who is the end user's ultimate parent, and where is it headquartered?" not in texts, asked


@pytest.mark.parametrize("below", ["questions/", "red-flags/"])
def test_pages_below_a_deal_are_walled_like_it(world: World, below: str) -> None:
    hidden = f"/deals/{world.id('hidden')}/{below}"
    assert world.client("carol").get(hidden).status_code == 200
    assert [world.client(role).get(hidden).status_code for role in ("alice", "bob", "frank")] == [404] * 3
    assert world.client("alice").get(f"/deals/deal_{'0' * 32}/{below}").status_code == 404


def test_findings_of_another_day_are_of_what_was_published_by_then(people: World) -> None:
    early, late = named_deal("osaka"), named_deal("kobe")
    late["sources"] = [make.source("s-kobe", "Northern Wire", published="2026-05-05")]
    make.save(early, late)
    now, then = listed(people, "alice"), listed(people, "alice", "known_on=2026-04-30")
    dropped = {row["deal"] for row in now["results"]} - {row["deal"] for row in then["results"]}
    assert [row["title"] for row in now["results"] if row["deal"] in dropped] == [f"{late['deal']['title']}"] * 2
    # The title of a past day names what was known by then, and of the answer's first and last day nothing is said.
    told = {(row["deal"], row["line"]): row for row in now["results"] if row["deal"] not in dropped}
    assert {(row["deal"], row["line"]) for row in then["results"]} == set(told)
    for row in then["results"]:
        assert told[row["deal"], row["line"]] == {**told[row["deal"], row["line"]], **row, "title": told[row["deal"], row["line"]]["title"]}
    assert listed(people, "alice", "known_on=2019-01-01") == {"results": [], "next": None, "counts": {"step": [], "missing": [], "rule": []}}
    page = people.client("alice").get("/findings/?known_on=2026-04-30")
    assert b"known on 30 Apr 2026" in page.content and b"?known_on=2026-04-30#controls" in page.content


def test_filters_and_counts_agree_on_another_day_too(people: World) -> None:
    make.save(named_deal("osaka"))
    day = "known_on=2026-06-01"
    for dimension, counts in listed(people, "alice", day)["counts"].items():
        assert counts
        for value, number in counts:
            assert len(listed(people, "alice", f"{day}&{dimension}={value}")["results"]) == number
    assert people.client("alice").get(f"/findings/?{day}&step=MAYBE").status_code == 400


def test_findings_of_many_deals_of_another_day_page_to_the_end(people: World, monkeypatch: pytest.MonkeyPatch) -> None:
    make.save(named_deal("osaka"), named_deal("kobe"))
    day = "known_on=2026-06-01"
    whole = {(row["deal"], row["line"]) for row in listed(people, "alice", day)["results"]}
    monkeypatch.setattr(deals_at, "MOST_ORDERED", 0)
    monkeypatch.setattr(findings_then, "_MOST_LOOKED_AT", 1)
    found, address, pages = [], f"/findings/?{day}&format=json", 0
    while address:
        page = people.client("alice").get(address).json()
        assert page["counts"] is None
        found += [(row["deal"], row["line"]) for row in page["results"]]
        address, pages = page["next"], pages + 1
    assert len(found) == len(set(found)) and set(found) == whole and pages > 2
    shown = people.client("alice").get(f"/findings/?{day}").content
    check(shown)
    assert b"deal by deal" in shown
