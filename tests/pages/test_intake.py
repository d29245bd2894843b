"""Intake, review and the desk as pages: what a form keeps, what is shut in, who finds nothing at the address."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from deals.models import Facility
from dealtracker.access.rules import PUBLIC
from dealtracker.evidence.models import Claim, Source, SourceText
from dealtracker.ids import public_id
from tests import make
from tests.pages.markup import check
from tests.pages.taking_in import ABOUT, ARTICLE, card, take
from tests.world import World

pytestmark = pytest.mark.django_db


def test_from_the_paste_box_to_the_deal_page(people: World) -> None:
    bob, deal = people.client("bob"), people.id("tokyo")
    address = take(bob)
    page = bob.get(f"{address}?deal={deal}")
    amount = card(page, "amount")
    assert amount["said"] == "about US$300 million" and amount["beside"]["relation"] == "same"
    decided = bob.post(f"{address}decide/?deal={deal}", {"claim": amount["id"], "deal": deal, "do": "accept"})
    assert decided.status_code == 302 and decided["Location"].startswith(f"{address}?deal={deal}#")
    make.catch_up()
    behind = people.client("alice").get(f"/deals/{deal}/claims/?at=/facilities/f1/amount")
    assert b"Quayside Times" in behind.content and b"about US$300 million" in behind.content


def test_every_page_is_whole(people: World) -> None:
    bob = people.client("bob")
    address = take(bob)
    for path in (
        "/review/",
        "/review/?all=1",
        "/review/intake/",
        address,
        f"{address}?deal={people.id('tokyo')}",
        "/desk/",
    ):
        page = bob.get(path)
        assert page.status_code == 200
        check(page.content)


def test_what_the_text_holds_is_only_shown(people: World) -> None:
    bob = people.client("bob")
    page = bob.get(take(bob)).content
    assert b"<script>alert(1)" not in page and b"&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"published_from": "2030-01-01", "published_to": "2030-01-01"}, "a day to come"),
        ({"published_to": "10 January"}, "not a date of the form YYYY-MM-DD"),
        ({"url": "ftp://example.org/x"}, "not an address of the web"),
        ({"publisher": ""}, "required"),
        ({"kind": "rumour"}, "not one of the available choices"),
        ({"compartment": "00000000-0000-4000-8000-00000000000f"}, "not one of the available choices"),
        ({"text": "  "}, "Paste a text or choose at least one file"),
    ],
)  # fmt: skip
def test_a_refused_form_keeps_what_was_typed(people: World, change: dict[str, str], said: str) -> None:
    given = {**ABOUT, "text": ARTICLE, **change}
    before = Source.rows.count(), Claim.rows.count()
    page = people.client("bob").post("/review/intake/", given)
    text = unescape(page.content.decode())
    assert page.status_code == 400 and said in text
    assert (
        given["title"] in text
        and given["url"] in text
        and (not given["text"].strip() or "Borealis Compute is seeking" in text)
    )
    assert (Source.rows.count(), Claim.rows.count()) == before


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:document>" + b"A" * 80_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b" \n"),
        ("image.html", b"\x89PNG\r\n\x1a\n" + b"\x00" * 200),
        ("broken.pdf", b"%PDF-1.4\n%%EOF"),
        ("bomb.docx", bomb()),
        ("binary.txt", bytes(range(256)) * 40),
        ("<b>x.pdf", b"not a pdf at all, only called one"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named(people: World, name: str, data: bytes) -> None:
    before = Source.rows.count(), SourceText.rows.count()
    good = SimpleUploadedFile("good.txt", ARTICLE.encode())
    page = people.client("bob").post(
        "/review/intake/", {**ABOUT, "url": "", "files": [good, SimpleUploadedFile(name, data)]}
    )
    (fault,) = page.context["form"].errors["files"]
    assert page.status_code == 400 and fault.startswith(f"{name}: ") and len(fault) > len(name) + 20
    assert "<b>x" not in page.content.decode()
    assert (Source.rows.count(), SourceText.rows.count()) == before


def test_many_files_at_once(people: World) -> None:
    files = [
        SimpleUploadedFile("a.txt", ARTICLE.encode()), SimpleUploadedFile("b.html", b"<html><body><p>Nimbus Grid Inc. borrowed $20 million.</p></body></html>"),
        SimpleUploadedFile("c.eml", b"From: a@example.org\r\nSubject: Note\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBorealis Compute raised EUR 5 million.\r\n"),
    ]  # fmt: skip
    answer = people.client("bob").post("/review/intake/", {**ABOUT, "url": "", "files": files})
    assert (answer.status_code, answer["Location"]) == (302, "/review/")
    rows = people.client("bob").get("/review/").context["rows"]
    assert {row["row"].file_name for row in rows} == {"a.txt", "b.html", "c.eml"}


def test_the_stored_text_is_shut_in(people: World) -> None:
    bob = people.client("bob")
    address = take(bob)
    answer = bob.get(f"{address}text/")
    assert answer.content.decode() == ARTICLE
    assert answer["Content-Type"] == "text/plain; charset=utf-8" and answer["Content-Disposition"].startswith(
        "attachment;"
    )
    assert answer["Content-Security-Policy"].startswith("sandbox;") and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    for role in ("alice", "carol", "eve"):
        assert people.client(role).get(f"{address}text/").status_code == 404


@pytest.mark.parametrize("role", ["anonymous", "alice", "carol", "eve"])
def test_those_who_edit_nothing_find_no_review(people: World, role: str) -> None:
    address = take(people.client("bob"))
    client = people.client(role)
    for path in (address, f"{address}text/", f"{address}file/"):
        assert client.get(path).status_code == 404, path
    for path in ("/review/", "/review/intake/"):
        answer = client.get(path)
        assert answer.status_code == (302 if role == "anonymous" else 403), path
        assert role == "anonymous" or "This is for those who edit" in answer.content.decode()
        assert client.post("/review/intake/", {**ABOUT, "text": "x"}).status_code == answer.status_code
    claim = public_id("claim", Claim.rows.filter(state="proposed").first().pk)
    before = list(Claim.rows.values_list("pk", "state"))
    for path in ("decide/", "deal/", "link/", "source/", "names/"):
        assert client.post(f"{address}{path}", {"claim": claim, "do": "accept", "title": "x"}).status_code == 404, path
    assert list(Claim.rows.values_list("pk", "state")) == before


def test_a_refused_decision_keeps_what_was_typed(people: World) -> None:
    bob, deal = people.client("bob"), people.id("tokyo")
    address = take(bob)
    amount = card(bob.get(f"{address}?deal={deal}"), "amount")
    page = bob.post(
        f"{address}decide/", {"claim": amount["id"], "deal": deal, "do": "accept", "value": "three hundred"}
    )
    again = card(page, "amount")
    assert page.status_code == 400 and again["error"][0] == "value" and again["typed"]["value"] == "three hundred"
    assert b'value="three hundred"' in page.content
    assert not Claim.rows.filter(subject=people.deals["tokyo"], source__publisher="Quayside Times").exists()


def test_edit_search_and_enter_a_party(people: World) -> None:
    bob, deal = people.client("bob"), people.id("tokyo")
    address = take(bob, ARTICLE + "Nimbus Grid Inc. would be the end user of the chips.\n")
    page = bob.get(f"{address}?deal={deal}")
    edited = {
        "claim": card(page, "amount")["id"],
        "deal": deal,
        "do": "accept",
        "value": "up to 310000000 USD",
        "relation": "other scope",
    }
    assert bob.post(f"{address}decide/", edited).status_code == 302
    made = Claim.rows.get(subject=people.deals["tokyo"], source__publisher="Quayside Times")
    assert (made.value, made.relation) == ({"kind": "at most", "high": "310000000", "currency": "USD"}, "other scope")
    user = card(page, "end beneficiary")
    assert user["parties"] == [] and user["new_name"] == "Nimbus Grid Inc."
    hits = bob.post(f"{address}decide/", {"claim": user["id"], "deal": deal, "do": "search", "party_words": "harbour"})
    assert [name for _, name in card(hits, "end beneficiary")["parties"]] == ["Harbour Bank"]
    new = {
        "claim": user["id"],
        "deal": deal,
        "do": "accept",
        "party": "new",
        "new_name": "Nimbus Grid Inc.",
        "new_kind": "company",
        "new_reason": "named there",
    }
    assert bob.post(f"{address}decide/", new).status_code == 302


def test_reject_and_let_it_wait_again(people: World) -> None:
    bob = people.client("bob")
    address = take(bob)
    amount = card(bob.get(address), "amount")["id"]
    bob.post(f"{address}decide/", {"claim": amount, "do": "reject", "reject_reason": "of another loan"})
    again = card(bob.get(address), "amount")
    assert (again["state"], again["reason"]) == ("rejected", "of another loan")
    bob.post(f"{address}decide/", {"claim": amount, "do": "reopen"})
    assert card(bob.get(address), "amount")["state"] == "proposed"


def test_a_new_deal_from_a_text(people: World) -> None:
    bob = people.client("bob")
    address = take(bob)
    assert bob.get(address).context["financings"][0]["title"] == "Borealis Compute: financing as reported"
    wrong = bob.post(f"{address}deal/", {"title": "  ", "currency": "USD"})
    assert wrong.status_code == 400 and wrong.context["fault"][0] == "title"
    answer = bob.post(f"{address}deal/", {"title": "Borealis: a second loan", "currency": "USD"})
    deal = re.search(r"deal=(deal_\w+)", answer["Location"])[1]  # type: ignore[index]
    amount = card(bob.get(answer["Location"]), "amount")["id"]
    bob.post(f"{address}decide/", {"claim": amount, "deal": deal, "do": "accept"})
    make.catch_up()
    page = people.client("alice").get(f"/deals/{deal}/")
    assert page.status_code == 200 and b"Borealis: a second loan" in page.content
    assert str(Facility.rows.get(deal__title="Borealis: a second loan").amount.point) == "300000000"


def test_the_deal_accepted_into_is_chosen_again(people: World) -> None:
    bob, deal = people.client("bob"), people.id("tokyo")
    address = take(bob)
    assert bob.get(address).context["financings"][0]["deal"] is None
    amount = card(bob.get(f"{address}?deal={deal}"), "amount")["id"]
    bob.post(f"{address}decide/", {"claim": amount, "deal": deal, "do": "accept"})
    assert bob.get(address).context["financings"][0]["deal"]["id"] == deal
    assert bob.get(f"{address}?deal=none").context["financings"][0]["deal"] is None


def test_a_new_deal_is_proposed_in_the_currency_of_the_text(people: World) -> None:
    bob = people.client("bob")
    euros = take(bob, "Borealis Compute seeks a loan of about 180 million euros to buy Nvidia GPUs.", url="")
    none = take(bob, "Borealis Compute seeks a loan to buy Nvidia GPUs.", url="")
    for address, currency in ((euros, "EUR"), (none, "USD")):
        assert f'id="new-currency" name="currency" value="{currency}"' in bob.get(address).content.decode()
    wrong = bob.post(f"{euros}deal/", {"title": " ", "currency": "CHF"})
    assert b'id="new-currency" name="currency" value="CHF"' in wrong.content


def test_a_source_leads_to_its_review_for_those_who_may(people: World) -> None:
    bob, deal = people.client("bob"), people.id("tokyo")
    address = take(bob)
    amount = card(bob.get(f"{address}?deal={deal}"), "amount")["id"]
    bob.post(f"{address}decide/", {"claim": amount, "deal": deal, "do": "accept"})
    page = f"/sources/{address.strip('/').split('/')[-1]}/"
    assert f'href="{address}"'.encode() in bob.get(page).content
    reader = people.client("alice").get(page)
    assert reader.status_code == 200 and address.encode() not in reader.content


def test_links_and_rings_on_the_page(people: World) -> None:
    bob = people.client("bob")
    first = take(bob)
    second = take(bob, ARTICLE + "Told again.", url="https://example.org/again", publisher="Copy Desk")
    to = {"to": first.strip("/").split("/")[-1], "kind": "re-reports", "basis": "cited"}
    assert bob.post(f"{second}link/", to).status_code == 302
    ring = bob.post(f"{first}link/", {**to, "to": second.strip("/").split("/")[-1]})
    assert ring.status_code == 400 and "ring" in ring.context["fault"][1] and "Copy Desk" in ring.context["fault"][1]
    entered = next(one for one in bob.get(second).context["parents"] if one["link"])
    assert bob.post(f"{second}link/", {"undo": entered["link_id"]}).status_code == 302
    assert not any(one["link"] for one in bob.get(second).context["parents"])


def test_takedown_leaves_no_word_on_the_page(people: World) -> None:
    bob = people.client("bob")
    address = take(bob)
    assert bob.post(f"{address}source/", {"do": "takedown", "reason": ""}).status_code == 400
    assert bob.post(f"{address}source/", {"do": "takedown", "reason": "asked to", "withdraw": "1"}).status_code == 302
    page = bob.get(address)
    assert b"is seeking to raise" not in page.content and b"text taken down on" in page.content
    assert bob.get(f"{address}text/").status_code == 404


def test_a_team_intake_is_found_by_nobody_else(world: World) -> None:
    dan = world.client("dan")
    address = take(dan, compartment=str(world.cast.team))
    assert dan.get(address).status_code == 200
    missing = f"/review/{public_id('source', '00000000-0000-4000-8000-0000000000aa')}/"
    for role in ("anonymous", "alice", "bob", "carol", "eve", "frank"):
        client = world.client(role)
        assert client.get(address).status_code == 404 == client.get(missing).status_code
        assert b"Quayside" not in client.get("/review/").content


def test_the_desk_and_its_calendar(people: World) -> None:
    bob = people.client("bob")
    added = {
        "do": "add",
        "title": "Ask Harbour Bank; soon",
        "compartment": str(PUBLIC),
        "due": "2026-03-09",
        "owner": public_id("user", people.cast.users["bob"].pk),
    }
    assert bob.post("/desk/", added).status_code == 302
    wrong = bob.post("/desk/", {**added, "due": "next week"})
    assert wrong.status_code == 400 and b"Ask Harbour Bank; soon" in wrong.content
    (task,) = bob.get("/desk/?mine=1").context["tasks"]
    assert bob.post("/desk/", {"do": "comment", "task": task["id"], "text": "By telephone."}).status_code == 302
    page = bob.get("/desk/")
    assert b"By telephone." in page.content
    secret = re.search(r"/desk/calendar/[^\"]+\.ics", page.content.decode())[0]  # type: ignore[index]
    answer = Client().get(secret)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    assert (
        "SUMMARY:Ask Harbour Bank\\; soon" in answer.content.decode()
        and "DTSTART;VALUE=DATE:20260309" in answer.content.decode()
    )
    assert Client().get("/desk/calendar/guess.ics").status_code == 404
    assert Client().get("/desk/").status_code == 404


def test_an_enquiry_from_its_form(world: World) -> None:
    dan, view = world.client("dan"), world.id("view")
    given = {
        "deal": view,
        "party_words": "harbour bank",
        "channel": "e-mail",
        "until": "2026-03-09",
        "stance": "no response",
        "scope": "unspecified",
    }
    assert dan.post("/desk/enquiry/", given).status_code == 302
    assert any("Harbour Bank" in row["item"].words for row in dan.get("/desk/").context["due"])
    wrong = dan.post("/desk/enquiry/", {**given, "party_words": "nobody of that name"})
    assert wrong.status_code == 400 and "party_words" in wrong.context["form"].errors
    assert world.client("bob").get(f"/desk/enquiry/?deal={view}").status_code == 404
    refused = world.client("bob").post("/desk/enquiry/", {**given, "deal": world.id("tokyo")})
    assert refused.status_code == 400 and "team" in str(refused.context["form"].errors["channel"])
    assert all("Harbour Bank" not in row["item"].words for row in world.client("bob").get("/desk/").context["due"])


def test_a_duration_reads_as_one() -> None:
    from deals.pages.review.words import said

    assert said({"at_least_months": 2}) == "at least 2 months"
    assert said({"months": 60, "words": "five years"}) == "words five years; 60 months"
    assert said({"city": "Osaka", "country": "JP", "precision": "city"}) == "Osaka; JP; precision city"


def test_a_slip_of_a_power_of_ten_is_called_out_beside_what_stands(people: World) -> None:
    bob, tokyo = people.client("bob"), people.id("tokyo")
    wrong = take(bob, ARTICLE.replace("US$300 million", "US$3 billion"), url="https://example.org/ten")
    other = take(bob, ARTICLE.replace("US$300 million", "US$310 million"), url="https://example.org/other")
    said = card(bob.get(f"{wrong}?deal={tokyo}"), "amount")["beside"]
    assert (said["slip"], said["relation"]) == ("differs by a power of ten (10 times)", "contradicts")
    assert b"differs by a power of ten (10 times)" in bob.get(f"{wrong}?deal={tokyo}").content
    assert card(bob.get(f"{other}?deal={tokyo}"), "amount")["beside"]["slip"] == ""
