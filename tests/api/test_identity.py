"""Who may read and change what: visitors, sessions, tokens; and what those who may not are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dealtracker.access.models import Token
from dealtracker.access.viewers import issue_token
from tests.world import API, World

UNKNOWN = f"{API}/deals/deal_{'0' * 32}/"
PATCH = {"content_type": "application/merge-patch+json", "data": '{"title": "Renamed"}'}


@pytest.mark.parametrize("name", ["deals", "parties", "sites", "sources", "hardware-models"])
def test_visitors_read_only_where_reading_is_public(world: World, client: Client, settings: Any, name: str) -> None:
    assert client.get(f"{API}/{name}/").status_code == 200
    settings.PUBLIC_READING = False
    refused = client.get(f"{API}/{name}/")
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Bearer")
    assert world.client("eve").get(f"{API}/{name}/").status_code == 200


def test_the_documents_are_open_to_all(world: World, client: Client, settings: Any) -> None:
    settings.PUBLIC_READING = False
    for address in ("schema", "docs", "deal-dossier.schema.json"):
        answer = client.get(f"{API}/{address}" if "." in address else f"{API}/{address}/")
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "bearer nothing", "Bearer dtk_x_y", "Basic YTpi", "Bearer a b c", "Bearer \xff\xfe", "Token x",
     f"Bearer dtk_{'0' * 32}_secret", f"Bearer {'x' * 5000}"],
)  # fmt: skip
def test_a_header_that_opens_nothing_is_401_and_never_read_as_a_visitor(
    world: World, client: Client, header: str
) -> None:
    answer = client.get(f"{API}/deals/", headers={"Authorization": header})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["code"] == "not_authenticated"


def test_nul_in_the_token_is_refused_before_anything_reads_it(world: World, client: Client) -> None:
    answer = client.get(f"{API}/deals/", HTTP_AUTHORIZATION="Bearer dtk_a\x00b")
    assert (answer.status_code, answer.json()["code"]) == (400, "unclean_bytes")


@pytest.mark.parametrize("spoil", ["revoked", "expired", "inactive", "other secret"])
def test_a_token_ends(world: World, client: Client, spoil: str) -> None:
    now = timezone.now()
    text = issue_token(user=world.cast.users["alice"], name="t", scopes="read", at=now, days=1)
    assert client.get(f"{API}/deals/", headers={"Authorization": f"Bearer {text}"}).status_code == 200
    token = Token.objects.latest("created_at")
    if spoil == "revoked":
        token.revoked_at = now
    elif spoil == "expired":
        token.expires_at = now - timedelta(seconds=1)
    elif spoil == "other secret":
        text = text[:-1] + ("a" if text[-1] != "a" else "b")
    else:
        world.cast.users["alice"].is_active = False
        world.cast.users["alice"].save()
    token.save()
    assert client.get(f"{API}/deals/", headers={"Authorization": f"Bearer {text}"}).status_code == 401
    world.cast.users["alice"].is_active = True


def test_only_the_hash_of_a_token_is_stored_and_its_use_is_noted(world: World, client: Client) -> None:
    text = issue_token(user=world.cast.users["bob"], name="t", scopes="read write", at=timezone.now(), days=None)
    token = Token.objects.latest("created_at")
    secret = text.split("_", 2)[2]
    assert secret not in str(vars(token))
    assert token.last_used_at is None
    client.get(f"{API}/deals/", headers={"Authorization": f"Bearer {text}"})
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_pages_never_look_at_tokens(world: World, client: Client) -> None:
    """A token that may only read would open the forms of the admin."""
    text = issue_token(user=world.cast.users["frank"], name="t", scopes="read", at=timezone.now(), days=None)
    answer = client.get("/admin/", headers={"Authorization": f"Bearer {text}"})
    assert (answer.status_code, "login" in answer["Location"]) == (302, True)


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        ("anonymous", "tokyo", 401), ("alice", "tokyo", 403), ("alice-token", "tokyo", 403), ("eve", "tokyo", 403),
        ("carol", "tokyo", 403), ("bob", "tokyo", 428), ("bob-token", "tokyo", 428), ("dan", "tokyo", 428),
        ("anonymous", "hidden", 401), ("alice", "hidden", 404), ("bob", "hidden", 404), ("bob-token", "hidden", 404),
        ("frank", "hidden", 404), ("eve", "hidden", 404), ("carol", "hidden", 403), ("carol-token", "hidden", 403),
        ("dan", "hidden", 428),
    ],
)  # fmt: skip
def test_rights_come_before_conditions(world: World, role: str, name: str, status: int) -> None:
    answer = world.client(role).patch(world.url(name), **PATCH)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_a_read_token_of_an_editor_changes_nothing(world: World, client: Client) -> None:
    text = issue_token(user=world.cast.users["bob"], name="t", scopes="read", at=timezone.now(), days=None)
    answer = client.patch(world.url("tokyo"), headers={"Authorization": f"Bearer {text}", "If-Match": "*"}, **PATCH)
    assert answer.status_code == 403


def test_a_session_needs_its_form_token_to_change_something(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.cast.users["bob"], backend="django.contrib.auth.backends.ModelBackend")
    refused = strict.patch(world.url("tokyo"), headers={"If-Match": "*"}, **PATCH)
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert "CSRF" in refused.json()["detail"]
    by_token = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {world.cast.tokens['bob-token']}"})
    assert by_token.patch(world.url("tokyo"), headers={"If-Match": "*"}, **PATCH).status_code == 200


@pytest.mark.parametrize("role", ["anonymous", "alice", "bob", "eve", "frank", "alice-token"])
@pytest.mark.parametrize("below", ["", "dossier/", "claims/?at=/roles/r1", "?as_of=2026-01-01", "?known_on=2026-01-01"])
def test_hidden_is_absent_to_the_byte(world: World, role: str, below: str) -> None:
    client = world.client(role)
    hidden, absent = client.get(world.url("hidden", below)), client.get(UNKNOWN + below)
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    ignored = {"x-request-id"}
    assert {k: v for k, v in hidden.items() if k.lower() not in ignored} == {
        k: v for k, v in absent.items() if k.lower() not in ignored
    }


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace", "propfind"])
@pytest.mark.parametrize("role", ["anonymous", "alice", "dan"])
def test_what_is_not_offered_is_405_for_everyone(world: World, role: str, method: str) -> None:
    for address in (world.url("tokyo"), world.url("hidden"), f"{API}/parties/", UNKNOWN):
        answer = world.client(role).generic(method.upper(), address, "{}", content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
        assert "GET" in answer["Allow"]


@pytest.mark.parametrize("address", ["/api/", "/api/v2/", "/api/v2/deals/", "/api/v1/nothing/", "/api/v1/deals/x/y/z/"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PATCH", "OPTIONS"])
def test_unknown_addresses_are_problems_too(world: World, address: str, method: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.generic(method, address, "{}", content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert set(answer.json()) == {"type", "title", "status", "code", "detail"}


def test_a_missing_last_slash_is_sent_on_with_method_and_query(world: World, client: Client) -> None:
    answer = client.patch(f"{API}/deals/{world.id('tokyo')}?x=1", **PATCH)
    assert (answer.status_code, answer["Location"]) == (308, f"{API}/deals/{world.id('tokyo')}/?x=1")
    assert client.get(f"{API}/nothing").status_code == 404


def test_what_cannot_be_accepted_is_406_as_json(world: World, client: Client) -> None:
    answer = client.get(f"{API}/deals/", headers={"Accept": "text/html"})
    assert (answer.status_code, answer["Content-Type"]) == (406, "application/problem+json")


def test_a_strange_host_and_a_broken_server_answer_json(world: World, client: Client, monkeypatch: Any) -> None:
    answer = client.get(f"{API}/deals/", headers={"Host": "evil.example"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")

    def broken(**_: Any) -> None:
        raise RuntimeError("secret words of the inside")

    monkeypatch.setattr("deals.api.deals.deal_list", broken)
    client.raise_request_exception = False
    answer = client.get(f"{API}/deals/")
    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
    assert answer.json()["request_id"] == answer["X-Request-Id"]
    assert b"secret words" not in answer.content
