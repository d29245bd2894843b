"""Evidence on pages and as JSON: one fact through its re-reports, two days compared, likely parents, the reply matrix."""

from __future__ import annotations

from django.db import transaction

from deals.reports.likely_parents import text_values
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Source, SourceLink
from dealtracker.evidence.rules.graph import FOLLOWED
from dealtracker.evidence.rules.parents import parent_suggestions
from dealtracker.ids import private_key
from tests import make
from tests.pages.conftest import Book
from tests.pages.markup import check, text

BOOK = (
    "abilene-jpm-crusoe-blueowl", "firmus-blackstone-10bn", "firmus-sg-120m", "palebluedot-xiaohongshu-tokyo",
    "shanghai-dc-science-johor", "vantage-oracle-openai-38bn", "zdata-johor-500m",
)  # fmt: skip
TOKYO, VANTAGE = "palebluedot-xiaohongshu-tokyo", "vantage-oracle-openai-38bn"


def test_the_first_wrong_hop_is_marked_in_page_and_json(reading: Book) -> None:
    client = reading.client()
    path = f"{reading.url(TOKYO)}drift/?at=/roles/r2/scope"
    found = client.get(f"/api/v1{path}").json()
    wrong = {hop["source"]["publisher"] for hop in found["hops"] if hop["verdict"] == "drift"}
    first = {hop["source"]["publisher"] for hop in found["hops"] if hop["first_wrong"]}
    assert {"ServerNews", "avalanchenoticias"} <= wrong and "ServerNews" in first and "avalanchenoticias" not in first
    assert found["wrong"] == sum(hop["verdict"] == "drift" for hop in found["hops"])
    assert found["hops"][0]["place"] == "origin" and found["hops"][0]["from"] is None
    response = client.get(path)
    check(response.content)
    said = text(response.content)
    assert "first wrong hop" in said and "repeats a wrong hop" in said and "our reading, no link is cited" in said


def test_each_hop_stands_below_the_one_it_has_the_fact_from(reading: Book) -> None:
    hops = reading.client().get(f"/api/v1{reading.url(TOKYO)}drift/?at=/facilities/f1/amount").json()["hops"]
    depth = {hop["source"]["id"]: hop["depth"] for hop in hops}
    below = [(hop["depth"], depth[hop["from"]["id"]]) for hop in hops if hop["from"] and hop["from"]["id"] in depth]
    assert below and all(own == parents + 1 for own, parents in below)
    assert hops[0]["depth"] == 0


def test_before_a_fact_was_published_it_has_no_hops(reading: Book) -> None:
    client = reading.client()
    assert client.get(f"/api/v1{reading.url(TOKYO)}drift/?at=/events/e3&known_on=2025-12-02").status_code == 404
    for rest, code in (("drift/", 400), ("drift/?at=/facilities/none/amount", 404), ("drift/?at=x", 404)):
        assert client.get(f"/api/v1{reading.url(TOKYO)}{rest}").status_code == code
    assert client.get(f"{reading.url(TOKYO)}drift/?at=x").status_code == 404


def test_an_amount_tells_how_it_came_to_be(reading: Book) -> None:
    found = reading.client().get(f"/api/v1{reading.url(VANTAGE)}drift/?at=/facilities/f1/amount").json()
    assert found["history"] and found["history"][0]["change"] == "first stated"
    assert all(step["source"]["publisher"] and step["known_from"] for step in found["history"])


def test_two_days_compare_as_json(reading: Book) -> None:
    client = reading.client()
    found = client.get(f"/api/v1{reading.url(TOKYO)}compare/?from=2025-12-02&to=2026-01-16").json()
    assert {(one["kind"], one["at"]) for one in found["changes"]} == {
        ("added", "/events/e3"), ("added", "/events/e3/reason"), ("added", "/events/e3/words"),
    }  # fmt: skip
    roots = [source["publisher"] for source in found["new_sources"] if source["root"]]
    assert roots == ["Bloomberg News"] and len(found["new_sources"]) > 1
    same = client.get(f"/api/v1{reading.url(TOKYO)}compare/?from=2025-12-01&to=2025-12-02").json()
    assert same["changes"] == [] and len(same["new_sources"]) == 1
    for query in ("from=2026-01-16&to=2025-12-02", "to=2999-01-01", "from=yesterday", "days=3"):
        assert client.get(f"/api/v1{reading.url(TOKYO)}compare/?{query}").status_code == 400
    assert client.get(f"{reading.url(TOKYO)}compare/?to=2999-01-01").status_code == 400


def test_true_parents_that_are_ranked_first(reading: Book) -> None:
    """What docs/methodology/evidence.md reports: from what each source states, links to its parents left unread."""
    with as_viewer(make.SYSTEM), transaction.atomic():
        sources = list(Source.rows.all())
        values = text_values(sources)
        links = list(SourceLink.rows.filter(kind__in=FOLLOWED).order_by("basis"))
        founding = set(Source.rows.filter(links__in=links, claims__subject=private_key("deal", reading.ids[TOKYO])))
    nearest: dict[object, set[object]] = {}
    for link in links:
        inferred = {other.to_id for other in links if other.source_id == link.source_id and other.basis == "inferred"}
        nearest[link.source_id] = inferred or {other.to_id for other in links if other.source_id == link.source_id}
    first = {
        child for child, parents in nearest.items()
        if (found := parent_suggestions(values[child], values.values())) and found[0].source in parents  # type: ignore[index]
    }  # fmt: skip
    of_founding = {source.pk for source in founding}
    assert (len(first & of_founding), len(of_founding)) == (16, 17)
    assert (len(first), len(nearest)) == (19, 24)


def test_retold_replies_stand_in_the_matrix(reading: Book) -> None:
    page = reading.client().get(reading.url(TOKYO)).content
    said = text(page)
    assert "ETtoday Finance: has not responded" in said and "hop by hop" in said
    early = text(reading.client().get(reading.url(TOKYO) + "?known_on=2025-11-30").content)
    assert "has not responded" not in early


def _claims(book: Book, role: str = "bob") -> list[dict[str, object]]:
    found = book.client(role).get(f"/api/v1{book.url(TOKYO)}claims/?at=/facilities/f1/amount").json()["claims"]
    return list(found)


def test_the_relation_of_an_accepted_claim_is_settled_by_a_form(reading: Book) -> None:
    echo = next(c for c in _claims(reading) if c["relation"] == "rounds")
    address = reading.url(TOKYO, f"claims/{echo['id']}/")
    for role, code in (("anonymous", 302), ("alice", 403), ("bob", 200)):
        assert reading.client(role).get(address).status_code == code
    assert reading.client("bob").get(reading.url(TOKYO, "claims/claim_" + "0" * 32 + "/")).status_code == 404
    form = reading.client("bob").get(address)
    check(form.content)
    assert "about US$300m" in text(form.content)
    refused = reading.client("bob").post(address, {"relation": "same", "rank": "1", "reason": ""})
    assert refused.status_code == 400 and "ay why it ranks" in text(refused.content)
    wrong = reading.client("bob").post(address, {"relation": "nearly", "rank": "0", "reason": ""})
    assert wrong.status_code == 400
    done = reading.client("bob").post(address, {"relation": "less specific", "rank": "0", "reason": "no “about” in it"})
    assert done.status_code == 302
    assert next(c for c in _claims(reading) if c["id"] == echo["id"])["relation"] == "less specific"
    assert "settle its relation" in text(
        reading.client("bob").get(reading.url(TOKYO, "claims/?at=/facilities/f1/amount")).content
    )
    assert "settle its relation" not in text(
        reading.client().get(reading.url(TOKYO, "claims/?at=/facilities/f1/amount")).content
    )


def test_a_list_of_another_day_has_its_own_order_counts_and_both_ways(reading: Book) -> None:
    client = reading.client()
    address = "/api/v1/deals/?known_on=2026-11-02&ordering=-last_report&view=brief&limit=2"
    pages, order = [], []
    while address:
        page = client.get(address).json()
        pages.append([row["id"] for row in page["results"]])
        order += [row["derived"]["last_report_earliest"] or "1900-01-01" for row in page["results"]]
        address, last = page["next"], page
    assert order == sorted(order, reverse=True) and len(order) == len({key for page in pages for key in page}) > 4
    back = [pages[-1]]
    while last["previous"]:
        last = client.get(last["previous"]).json()
        back.insert(0, [row["id"] for row in last["results"]])
    assert back == pages
    whole = client.get("/deals/?known_on=2025-12-02").content
    check(whole)
    known = client.get("/api/v1/deals/?known_on=2025-12-02&view=brief").json()["results"]
    said = text(whole)
    assert f"{len(known)} deals known by 2 Dec 2025" in said and 0 < len(known) < len(order)


def test_a_date_before_a_deal_was_known_stands_in_the_foot(reading: Book) -> None:
    response = reading.client().get(reading.url(TOKYO) + "?known_on=2025-11-30")
    assert response.status_code == 404 and "As known on 30 Nov 2025" in text(response.content)


def test_a_denial_without_details_does_not_contest_which_chips_are_meant(reading: Book) -> None:
    sheet = reading.client().get(f"/api/v1{reading.url(TOKYO)}").json()
    assert sheet["derived"]["certainty"]["code"] == "contested"
    assert {row["standing"]["certainty"] for row in sheet["hardware"]} == {"reported"}
    assert "model is contested" not in text(reading.client().get(reading.url(TOKYO, "questions/")).content)


def test_the_day_of_an_answer_to_us_is_read_in_the_form() -> None:
    from deals.pages.enquiry import EnquiryForm

    typed = {"deal": "x", "party_words": "Acme", "channel": "e-mail", "stance": "denies", "scope": "unspecified"}
    form = EnquiryForm({**typed, "replied_on": "by 2026-01-05"})
    assert form.is_valid() and form.cleaned_data["replied_on"].text == "by 2026-01-05"
    wrong = EnquiryForm({**typed, "replied_on": "last Tuesday"})
    assert not wrong.is_valid() and set(wrong.errors) == {"replied_on"}


def test_a_deal_is_found_by_its_amount_and_by_a_party_s_name_in_another_script(reading: Book) -> None:
    client = reading.client()
    for words, key in (("300m", TOKYO), ("$300m", TOKYO), ("0.3bn", TOKYO), ("エヌビディア tokyo", TOKYO), ("38bn", VANTAGE)):
        found = client.get("/api/v1/deals/", {"q": words, "view": "brief"}).json()["results"]
        assert reading.ids[key] in {row["id"] for row in found}, words
    assert "JPMorgan Chase" in text(client.get("/search/", {"q": "JPモルガン"}).content)


def test_findings_of_one_day_are_those_of_all_days_on_it(reading: Book) -> None:
    from datetime import date

    from deals.sheets.findings import answers_over_time, findings_of_day, findings_on
    from deals.sheets.queries import load

    with as_viewer(make.SYSTEM):
        bundles = load([key for name in reading.ids.values() if (key := private_key("deal", name))])
    for bundle in bundles.values():
        for day in (date(2015, 1, 1), date(2023, 11, 16), date(2025, 12, 2), date(2026, 11, 9), date(2026, 11, 23)):
            assert findings_of_day(bundle, day) == findings_on(answers_over_time(bundle), day), (bundle.deal["title"], day)


def test_drift_without_a_path_says_what_it_wants(reading: Book) -> None:
    page = reading.client().get(f"{reading.url(TOKYO)}drift/")
    assert page.status_code == 400 and b"at is needed: the path of a value" in page.content


def test_a_copy_that_converts_the_amount_is_told_as_one(reading: Book) -> None:
    client, at = reading.client(), "drift/?at=/facilities/f1/amount"
    steps = client.get(f"/api/v1{reading.url(TOKYO)}{at}").json()["history"]
    copies = [step for step in steps if step["place"] != "origin"]
    assert copies and {step["value"]["currency"] for step in copies} >= {"JPY"}
    assert all(step["from"] and step["change"] == "rounded or converted" for step in copies)
    said = text(client.get(f"{reading.url(TOKYO)}{at}").content)
    assert f"{copies[0]['place']} of {copies[0]['from']['publisher']}: no report of its own" in said
