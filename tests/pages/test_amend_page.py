"""Amending a field by its form: what stands in the way is said beside it, what was typed stays."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Claim, Source, SourceLink
from tests import make
from tests.pages.markup import check, text
from tests.world import World

AT = "/facilities/f1/amount"
GOOD = {
    "kind": "approx", "low": "", "point": "310,000,000", "high": "", "currency": "USD", "words": "about US$310m", "attribution": "people familiar",
    "source": "new", "publisher": "Evening Ledger", "source_kind": "newspaper", "url": "https://example.org/evening", "title": "", "newsroom": "",
    "language": "en", "published_from": "2026-01-05", "published_to": "2026-01-05", "read": "on", "link": "", "link_to": "", "reason": "a second report",
}  # fmt: skip


def address(world: World, name: str = "tokyo", at: str = AT) -> str:
    return f"/deals/{world.id(name)}/amend/" + (f"?at={at}" if at else "")


def sent(world: World, role: str = "bob", at: str = AT, **changes: str) -> Any:
    client = world.client(role)
    form = client.get(address(world, at=at)).content.decode()
    revision = re.search(r'name="revision" value="(\d+)"', form)
    assert revision
    return client.post(address(world, at=at), {**GOOD, "revision": revision[1], **changes})


def test_who_may_amend(world: World) -> None:
    assert world.client("bob").get(address(world)).status_code == 200
    assert world.client("alice").get(address(world)).status_code == 403
    assert world.client("bob").get(address(world, "hidden")).status_code == 404
    away = world.client("anonymous").get(address(world))
    assert away.status_code == 302
    assert away["Location"].startswith("/sign-in/?next=")
    assert world.client("alice").post(address(world), GOOD).status_code == 403
    assert world.client("bob").post(address(world, "hidden"), GOOD).status_code == 404


def test_the_page_offers_every_field(world: World) -> None:
    response = world.client("bob").get(address(world, at=""))
    check(response.content)
    body = response.content.decode()
    for path in (AT, "/roles/r1/status", "/hardware/h1/quantity", "/events/e1/occurred"):
        assert f'value="{path}"' in body
    assert world.client("bob").get(address(world, at="/facilities/f1/nothing")).status_code == 404
    assert world.client("bob").get(address(world, at="/parties/x/name")).status_code == 404


def test_a_change_is_saved_with_its_source(world: World) -> None:
    answer = sent(world)
    assert answer.status_code == 302
    assert answer["Location"] == f"/deals/{world.id('tokyo')}/claims/?at={AT}"
    with as_viewer(make.SYSTEM):
        source = Source.rows.get(publisher="Evening Ledger")
        claim = Claim.rows.get(source=source)
    assert claim.value == {"kind": "approx", "point": "310000000", "currency": "USD", "words": "about US$310m"}
    assert claim.attribution == "people familiar"
    after = answer.client.get(answer["Location"])
    check(after.content)
    assert "Saved: term loan, amount" in text(after.content)
    assert "Evening Ledger" in text(after.content)


def test_a_page_catches_up_with_a_change(world: World) -> None:
    sent(world)
    client, pending = world.client("bob"), f"/deals/{world.id('tokyo')}/pending/"
    assert "Recomputing…; this page will catch up." in text(client.get(f"/deals/{world.id('tokyo')}/").content)
    waiting = client.get(pending)
    assert "HX-Refresh" not in waiting.headers
    assert 'id="pending"' in waiting.content.decode()
    make.catch_up()
    done = client.get(pending)
    assert done.headers["HX-Refresh"] == "true"
    assert "Recomputing" not in text(client.get(f"/deals/{world.id('tokyo')}/").content)


def test_a_rebuild_that_failed_is_told(world: World) -> None:
    from deals.sheets.models import RefreshState

    sent(world)
    with as_viewer(make.SYSTEM):
        RefreshState.rows.filter(deal=world.deals["tokyo"]).update(error="ValueError: secret words of a traceback")
    said = text(world.client("alice").get(f"/deals/{world.id('tokyo')}/").content)
    assert "Recomputing stopped on an error; the figures shown are those of revision" in said
    assert "traceback" not in said


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"point": "lots"}, "point", "is not a plain decimal"),
        ({"point": ""}, "point", "needs point"),
        ({"kind": "range", "point": ""}, "high", "needs high and low"),
        ({"currency": "dollars"[:3]}, "currency", "three capital letters"),
        ({"currency": ""}, "currency", "currency"),
        ({"point": "1.001"}, "point", "finer than the smallest unit"),
        ({"publisher": ""}, "publisher", "Who published it?"),
        ({"source_kind": ""}, "source_kind", "What kind of text is it?"),
        ({"published_to": ""}, "published_to", "By which day was it out?"),
        ({"published_from": "2026-01-09"}, "published_from", "lies after the latest day"),
        ({"published_to": "2199-01-01", "published_from": ""}, "published_to", "a day to come"),
        ({"url": "javascript:alert(1)"}, "url", "is not an address of the web"),
        ({"language": "English!"}, "language", "is not a language tag"),
        ({"link": "re-reports"}, "link_to", "Say both"),
        ({"source": "source_" + "0" * 32}, "source", "not one of the available choices"),
    ],
)
def test_an_error_names_its_field_and_keeps_the_input(
    world: World, changes: dict[str, str], field: str, words: str
) -> None:
    answer = sent(world, **changes)
    assert answer.status_code == 400
    check(answer.content)
    body = answer.content.decode()
    assert words in text(answer.content)
    assert f'id="id_{field}_error"' in body, sorted(re.findall(r'id="(id_\w+_error)"', body))
    assert 'value="about US$310m"' in body
    with as_viewer(make.SYSTEM):
        assert not Source.rows.filter(publisher="Evening Ledger").exists()


def test_a_known_address_is_no_second_source(world: World) -> None:
    assert sent(world, url="https://example.org/s-tokyo").status_code == 302
    with as_viewer(make.SYSTEM):
        assert not Source.rows.filter(publisher="Evening Ledger").exists()
        assert Claim.rows.filter(source__url="https://example.org/s-tokyo", value__words="about US$310m").exists()


def test_a_re_report_is_linked_to_its_root(world: World) -> None:
    with as_viewer(make.SYSTEM):
        root = Source.rows.get(url="https://example.org/s-tokyo")
    from dealtracker.ids import public_id

    assert sent(world, link="re-reports", link_to=public_id("source", root.pk)).status_code == 302
    with as_viewer(make.SYSTEM):
        link = SourceLink.rows.get(source__publisher="Evening Ledger")
    assert (link.to_id, link.kind, link.basis) == (root.pk, "re-reports", "cited")


def test_a_change_made_meanwhile_is_told_and_nothing_is_lost(world: World) -> None:
    client = world.client("bob")
    form = client.get(address(world)).content.decode()
    revision = re.search(r'name="revision" value="(\d+)"', form)
    assert revision
    sent(world, publisher="Morning Ledger", url="https://example.org/morning")
    late = client.post(address(world), {**GOOD, "revision": revision[1]})
    assert late.status_code == 400
    assert "Someone saved revision" in text(late.content)
    now = re.search(r'name="revision" value="(\d+)"', late.content.decode())
    assert now and int(now[1]) == int(revision[1]) + 1
    assert client.post(address(world), {**GOOD, "revision": now[1]}).status_code == 302


@pytest.mark.parametrize(
    ("at", "value", "stored"),
    [
        ("/events/e1/occurred", "2025-Q4", "2025-Q4"),
        ("/events/e1/occurred", "by 2025-11-01", {"by": "2025-11-01"}),
        ("/roles/r1/status", "expected", "expected"),
        ("/facilities/f1/seniority", "senior secured", "senior secured"),
        ("/facilities/f1/revolving", "yes", True),
    ],
)
def test_other_kinds_of_field(world: World, at: str, value: str, stored: Any) -> None:
    assert sent(world, at=at, value=value).status_code == 302
    with as_viewer(make.SYSTEM):
        assert Claim.rows.get(source__publisher="Evening Ledger").value == stored


@pytest.mark.parametrize(
    ("at", "value"),
    [("/events/e1/occurred", "some day"), ("/roles/r1/status", "vanished"), ("/facilities/f1/seniority", "")],
)
def test_what_a_field_does_not_take(world: World, at: str, value: str) -> None:
    answer = sent(world, at=at, value=value)
    assert answer.status_code == 400
    assert 'id="id_value_error"' in answer.content.decode()


def test_a_form_without_its_token_is_refused(world: World) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.users["bob"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address(world), GOOD).status_code == 403


@pytest.fixture
def worded(world: World) -> World:
    """The loan as a source has it in words: about US$300m."""
    assert sent(world, point="300000000", words="about US$300m", url="https://example.org/first").status_code == 302
    make.catch_up()
    return world


def test_a_new_figure_needs_words_of_its_own(worded: World) -> None:
    prefilled = worded.client("bob").get(address(worded)).content.decode()
    assert 'value="about US$300m"' in prefilled
    refused = sent(
        worded, point="310000000", words="about US$300m", publisher="Later Paper", url="https://example.org/2"
    )
    assert refused.status_code == 400
    check(refused.content)
    body = refused.content.decode()
    assert re.search(r'id="id_words_error".*?The words still say the earlier figure; write the source', body, re.S)
    assert 'value="310000000"' in body and 'value="about US$300m"' in body and 'value="Later Paper"' in body
    with as_viewer(make.SYSTEM):
        assert not Source.rows.filter(publisher="Later Paper").exists()
    assert sent(worded, words="about US$300m", currency="SGD", url="https://example.org/3").status_code == 400
    assert (
        sent(worded, point="310000000", words="", publisher="Later Paper", url="https://example.org/4").status_code
        == 302
    )


def test_the_same_figure_keeps_its_words(worded: World) -> None:
    assert sent(worded, point="300,000,000", words="about US$300m", url="https://example.org/5").status_code == 302


def labelled(body: bytes, name: str) -> str:
    found = re.search(rf'<label for="id_{name}">(.*?)</label>', body.decode(), re.S)
    assert found
    return found[1]


def test_what_a_new_source_needs_is_not_said_to_be_left_free(world: World) -> None:
    fresh = world.client("bob").get(address(world)).content
    for name in ("publisher", "source_kind", "published_to"):
        assert "not required" not in labelled(fresh, name)
    assert "not required" in labelled(fresh, "newsroom")
    with as_viewer(make.SYSTEM):
        known = Source.rows.get(url="https://example.org/s-tokyo")
    from dealtracker.ids import public_id

    other = {"source": public_id("source", known.pk), "publisher": "", "source_kind": "", "published_to": ""}
    refused = sent(world, point="lots", **other)
    assert refused.status_code == 400
    assert "not required" in labelled(refused.content, "publisher")
    assert sent(world, **other).status_code == 302


def test_the_field_picker_names_the_row(world: World) -> None:
    body = text(world.client("bob").get(address(world, at="")).content)
    assert "facility term loan: amount" in body
    assert "role Harbour Bank, lender: status" in body


def test_sources_that_read_alike_are_told_apart() -> None:
    def one(key: str, **more: str) -> dict[str, Any]:
        return {
            "id": key,
            "publisher": "Northern Wire",
            "published_from": "2025-12-01",
            "published_to": "2025-12-01",
            **more,
        }

    from deals.pages.deal.rows_named import source_names

    rows = [
        one("a", language="en", url="https://www.northern.example/1"),
        one("b", language="it", url="https://it.northern.example/1"),
        one("c", language="it", url="https://mirror.example/1"),
        {**one("d"), "publisher": "Quay Post"},
    ]
    named = dict(source_names(rows))
    assert len(set(named.values())) == 4
    assert named["a"].endswith(", English") and named["b"].endswith(", Italian, it.northern.example")
    assert named["c"].endswith(", Italian, mirror.example")
    assert named["d"].startswith("Quay Post, ") and named["d"].count(",") == 1
