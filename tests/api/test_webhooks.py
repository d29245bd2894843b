"""Webhooks: who is told of what, signed how, tried how often, and where nothing is ever sent."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dealtracker.access.models import Membership
from dealtracker.webhooks import actions, sending
from dealtracker.webhooks.models import Delivery, Endpoint, OutboxEvent
from dealtracker.webhooks.rules import WAITS, BadAddress, check_address, is_public, public_ones, wait_after
from dealtracker.webhooks.sending import Sent
from tests import make
from tests.world import API, World

NOW = timezone.now()


class Post:
    """The other side: keeps what it was sent and answers what it is told to."""

    def __init__(self, status: int = 200) -> None:
        self.status, self.sent = status, []

    def __call__(self, url: str, *, body: bytes, headers: dict[str, str]) -> Sent:
        self.sent.append((url, body, headers))
        return Sent(self.status, f"answered {self.status}")

    @property
    def deals(self) -> list[str]:
        return [json.loads(body)["data"]["deal"] for _, body, _ in self.sent]


@pytest.fixture(autouse=True)
def quiet(world: World) -> None:
    """What happened before a test is told to nobody."""
    while actions.spread(at=NOW):
        continue


def ask(client: Client, method: str, where: str, body: Any = None, **headers: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    data = "" if body is None else json.dumps(body)
    return client.generic(method, f"{API}/{where}", data, content_type="application/json", headers=given)


def hook(client: Client, url: str = "https://hooks.example.org/in", **more: Any) -> Any:
    made = ask(client, "POST", "webhooks/", {"url": url, **more})
    assert made.status_code == 201, made.content
    return made.json()


def change(world: World, role: str, name: str, title: str = "Another title") -> None:
    client = world.client(role)
    assert ask(client, "PATCH", f"deals/{world.id(name)}/", {"title": title}, If_Match="*").status_code == 200


def told(post: Post, at: datetime = NOW) -> int:
    while actions.spread(at=at):
        continue
    return actions.tell(at=at, send=post)


def test_a_change_is_told_thinly_and_signed(world: World) -> None:
    bob, post = world.client("bob-token"), Post()
    made = hook(bob)
    change(world, "bob-token", "tokyo")
    assert told(post) == 1
    ((url, body, headers),) = post.sent
    assert (url, json.loads(body)["type"], post.deals) == (
        "https://hooks.example.org/in",
        "deal.amended",
        [world.id("tokyo")],
    )
    assert set(json.loads(body)) == {"type", "timestamp", "data"} and b"bob" not in body
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(made["secret"].removeprefix("whsec_"))
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == expected
    assert told(post) == 0, "once is enough"
    (log,) = ask(bob, "GET", f"webhooks/{made['id']}/deliveries/").json()["results"]
    assert (log["state"], log["attempts"], log["deal"], log["last_status"]) == (
        "delivered",
        1,
        world.id("tokyo"),
        "answered 200",
    )


def test_each_is_told_of_what_they_may_see_alone(world: World) -> None:
    for role in ("bob-token", "dan", "frank"):
        hook(world.client(role), f"https://{role}.example.org/")
    change(world, "dan", "hidden")
    post = Post()
    told(post)
    assert [url for url, _, _ in post.sent] == ["https://dan.example.org/"]
    change(world, "dan", "tokyo")
    post = Post()
    told(post)
    assert {url for url, _, _ in post.sent} == {
        f"https://{role}.example.org/" for role in ("bob-token", "dan", "frank")
    }


def test_who_left_the_team_is_told_no_more_of_it(world: World) -> None:
    dan, post = world.client("dan"), Post()
    made = hook(dan)
    change(world, "dan", "hidden")
    while actions.spread(at=NOW):
        continue
    Membership.objects.filter(user__username="dan", compartment=world.cast.team).delete()
    assert actions.tell(at=NOW, send=post) == 0 and post.sent == []
    assert ask(dan, "GET", f"webhooks/{made['id']}/deliveries/").json()["results"] == []
    with make.as_viewer(make.SYSTEM):
        assert Delivery.rows.get(endpoint=made["id"].removeprefix("webhook_")).given_up_at == NOW


def test_kinds_narrow_what_is_told(world: World) -> None:
    hook(world.client("bob-token"), kinds=["deal.created"])
    change(world, "bob-token", "tokyo")
    assert told(Post()) == 0


def test_what_fails_is_tried_again_then_given_up_and_the_endpoint_disabled(world: World) -> None:
    bob, post, at = world.client("bob-token"), Post(500), NOW
    made = hook(bob)
    change(world, "bob-token", "tokyo")
    tried = []
    while not (row := Delivery.rows.filter(endpoint__owner__username="bob").first()) or row.given_up_at is None:
        told(post, at)
        tried.append(at)
        at = Delivery.rows.get(endpoint__owner__username="bob").next_at or at
        assert len(tried) <= len(WAITS) + 1
    assert len(post.sent) == len(WAITS) + 1 and at - NOW == sum(WAITS, timedelta()) >= timedelta(days=2.9)
    assert len({headers["webhook-id"] for _, _, headers in post.sent}) == 1, (
        "the same id, so that the receiver can tell"
    )
    now = ask(bob, "GET", f"webhooks/{made['id']}/").json()
    assert (now["disabled"], now["disabled_reason"]) == (True, "it took nothing for three days")
    (log,) = ask(bob, "GET", f"webhooks/{made['id']}/deliveries/").json()["results"]
    ask(bob, "PATCH", f"webhooks/{made['id']}/", {"disabled": False})
    again = ask(bob, "POST", f"deliveries/{log['id']}/replay/")
    assert (again.status_code, again.json()["state"]) == (202, "waiting")
    assert told(Post(), timezone.now()) == 1


def test_gone_is_gone(world: World) -> None:
    bob = world.client("bob-token")
    made = hook(bob)
    change(world, "bob-token", "tokyo")
    told(Post(410))
    assert ask(bob, "GET", f"webhooks/{made['id']}/").json()["disabled"] is True


def test_the_changes_of_one_deal_stay_in_order(world: World) -> None:
    hook(world.client("bob-token"))
    change(world, "bob-token", "tokyo", "First")
    change(world, "bob-token", "tokyo", "Second")
    first = OutboxEvent.rows.filter(spread_at=None).order_by("written_at", "pk").first()
    OutboxEvent.rows.filter(spread_at=None).exclude(pk=first.pk).update(
        written_at=first.written_at + timedelta(seconds=1)
    )
    failing = Post(500)
    told(failing)
    assert len(failing.sent) == 1, "the second waits for the first"
    later = NOW + timedelta(seconds=6)
    post = Post()
    assert told(post, later) == 1 and told(post, later) == 1


def test_a_new_secret_signs_beside_the_one_before(world: World) -> None:
    bob, post = world.client("bob-token"), Post()
    made = hook(bob)
    rotated = ask(bob, "PATCH", f"webhooks/{made['id']}/", {"rotate": True}).json()
    assert rotated["secret"] != made["secret"]
    change(world, "bob-token", "tokyo")
    told(post)
    assert len(post.sent[0][2]["webhook-signature"].split()) == 2
    assert "secret" not in ask(bob, "GET", f"webhooks/{made['id']}/").json()
    row = Endpoint.objects.get(pk=made["id"].removeprefix("webhook_"))
    assert base64.b64decode(rotated["secret"].removeprefix("whsec_")).hex() not in (row.secret, row.previous_secret)


def test_nobody_elses_webhooks_are_there(world: World) -> None:
    made = hook(world.client("bob-token"))
    for role in ("alice-token", "dan", "frank"):
        client = world.client(role)
        for method, where in (("GET", ""), ("GET", "deliveries/")):
            assert ask(client, method, f"webhooks/{made['id']}/{where}").status_code == 404
        assert made["id"] not in str(ask(client, "GET", "webhooks/").content)
    assert ask(world.client("dan"), "PATCH", f"webhooks/{made['id']}/", {"disabled": True}).status_code == 404
    assert ask(world.client("alice-token"), "POST", "webhooks/", {"url": "https://example.org/"}).status_code == 403
    assert ask(world.client("anonymous"), "GET", "webhooks/").status_code == 401


@pytest.mark.parametrize(
    "url",
    ["http://example.org/", "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/", "https://169.254.169.254/latest/", "https://a@example.org/",
     "https://example.org:22/", "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a00:1]/", "ftp://example.org", "https://", "https://x:99999/",
     "https://example.org/#f", "https://0.0.0.0/", "https://224.0.0.1/", "https://[2002:a00:1::]/", "https://exämple.org/", 5, None, ""],
)  # fmt: skip
def test_where_nothing_is_sent_is_refused_when_entered(world: World, url: Any) -> None:
    answer = ask(world.client("bob-token"), "POST", "webhooks/", {"url": url})
    assert answer.status_code == 400 and answer.json()["errors"][0]["pointer"] == "/url", answer.content


@pytest.mark.parametrize("body", [[], {}, "x", 5, {"url": "https://example.org", "x": 1}, {"url": "https://example.org", "kinds": [5]},
                                  {"url": "https://example.org", "kinds": "all"}])  # fmt: skip
def test_a_webhook_that_cannot_be_names_what_is_wrong(world: World, body: Any) -> None:
    assert ask(world.client("bob-token"), "POST", "webhooks/", body).status_code == 400


def test_every_place_of_a_webhook_that_is_wrong_is_told_at_once(world: World) -> None:
    body = {"url": "https://127.0.0.1/", "kinds": ["deal.created", "deal.sold", None, ["x"], "deal.eaten"]}
    problem = ask(world.client("bob-token"), "POST", "webhooks/", body).json()
    assert [error["pointer"] for error in problem["errors"]] == ["/url", "/kinds/1", "/kinds/2", "/kinds/3", "/kinds/4"]
    assert '"deal.sold" is no kind of event; there are: deal.' in problem["errors"][1]["detail"]
    many = ask(
        world.client("bob-token"), "POST", "webhooks/", {"url": "https://example.org", "kinds": ["deal.created"] * 21}
    )
    assert [(error["pointer"], error["detail"]) for error in many.json()["errors"]] == [
        ("/kinds", "must be a list of at most 20 kinds; 21 are given")
    ]


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "::1", "fe80::1", "fc00::1",
                                    "64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:127.0.0.1", "224.0.0.1", "ff02::1", "0.0.0.0", "::",
                                    "2001::1", "240.0.0.1", "255.255.255.255", "192.0.2.1"])  # fmt: skip
def test_inward_addresses_are_not_public(inside: str) -> None:
    assert not is_public(ip_address(inside))
    with pytest.raises(BadAddress):
        public_ones(["93.184.216.34", inside])


def test_public_addresses_are() -> None:
    assert public_ones(["93.184.216.34", "2606:2800:220:1::1"]) == ["93.184.216.34", "2606:2800:220:1::1"]
    assert check_address("https://example.org:8443/x?y=1") == ("example.org", 8443)
    assert (wait_after(1), wait_after(len(WAITS)), wait_after(len(WAITS) + 1)) == (WAITS[0], WAITS[-1], None)


def test_a_name_that_leads_inside_is_not_connected_to(monkeypatch: Any) -> None:
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.5", 443))])
    monkeypatch.setattr(sending.socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    assert sending.send("https://inside.example.org/", body=b"{}", headers={}).words == (
        "the address leads into a private network, or nowhere"
    )


def test_old_events_go_with_their_deliveries(world: World) -> None:
    hook(world.client("bob-token"))
    change(world, "bob-token", "tokyo")
    told(Post())
    assert actions.forget(at=NOW) == 0
    assert actions.forget(at=timezone.now() + timedelta(days=91)) > 0
    with make.as_viewer(make.SYSTEM):
        assert not Delivery.rows.exists() and not OutboxEvent.rows.exists()
