"""The cells of the matrix: route × method × role × what is asked for × probe, and what an answer must not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.test import Client

from dealtracker.access.walls import as_viewer
from dealtracker.ids import public_id
from parties.register.models import Party
from tests import cast, make
from tests.walls.routes import ACCOUNT, ADMIN, FORM, OPEN, ROW, Route, routes
from tests.world import World

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
KINDS = {
    "deal": "deals.Deal", "party": "parties.Party", "site": "deals.Site", "source": "evidence.Source",
    "facility": "deals.Facility", "entry": "deals.LedgerEntry", "task": "desk.Task", "record": "desk.DecisionRecord", "delivery": "webhooks.Delivery",
    "judgement": "parties.MergeJudgement", "claim": "evidence.Claim", "limit": "deals.Limit",
}  # fmt: skip
# Named in addresses, and the same whatever is asked for.
FIXED = {
    "slug": "x",
    "name": "facilities",
    "model": "model_" + "0" * 32,
    "content_type_id": "1",
    "id": "0",
    "secret": "x",
    "pack": "shipped",
    "webhook": "webhook_" + "0" * 32,
    "job": "job_" + "0" * 32,
    "upload": "upload_" + "0" * 32,
    "covenant": "c1",
}
NOBODY = UUID(int=0)
CASES = ("public", "hidden", "view", "absent")


@dataclass(frozen=True)
class Cell:
    """One request: `keys` are the values of the names in its address, `query` what stands after it."""

    route: Route
    method: str
    role: str
    case: str
    probe: str
    address: str
    headers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.method} {self.address} [{self.role}, {self.case}, {self.probe}]"


class Scene:
    """What the cells need to know of the world: keys of rows on either side of the wall, and an insider's own answers."""

    def __init__(self, world: World) -> None:
        self.world = world
        with as_viewer(make.SYSTEM):
            self.keys = {case: self._keys(case) for case in CASES}
            self.secrets = self._secrets()
        inside = world.client("carol")
        self.tag = inside.get(world.url("hidden"))["ETag"]
        self.cursors = [
            inside.get(f"/api/v1/deals/?limit=1&ordering={order}").json()["next"].split("cursor=")[1]
            for order in ("title", "-title")
        ]

    def _keys(self, case: str) -> dict[str, str]:
        found = {}
        for name, label in KINDS.items():
            key = self._row(label, case, name)
            found[name] = public_id(name, key)
        return {**found, **FIXED}

    def _row(self, label: str, case: str, name: str) -> UUID:
        if name == "deal" and case in ("hidden", "view", "public"):
            return self.world.deals["tokyo" if case == "public" else case]
        if case == "absent":
            return NOBODY
        if name == "party" and case == "hidden":
            return Party.rows.get(names__text=cast.CANARIES["borrower"]).pk
        walled = apps.get_model(label).rows.filter(compartment=self.world.cast.team).order_by("pk")  # type: ignore[attr-defined]
        public = apps.get_model(label).rows.exclude(compartment=self.world.cast.team).order_by("pk")  # type: ignore[attr-defined]
        found = (public if case == "public" else walled).first()
        return found.pk if found else NOBODY

    def _secrets(self) -> set[str]:
        """Canaries, and the ids of everything behind the wall, in both spellings."""
        found = {word.lower() for word in cast.CANARIES.values()}
        for model in apps.get_models():
            if any(field.name == "compartment" and field.is_relation for field in model._meta.fields) and hasattr(
                model, "rows"
            ):
                for key in model.rows.filter(compartment=self.world.cast.team).values_list("pk", flat=True):
                    found |= {str(key), UUID(str(key)).hex}
        return found - {str(self.world.cast.team), self.world.cast.team.hex}

    def admin_key(self, route: Route, case: str) -> str:
        """The key of a row of the model that an address of the admin is about."""
        app, model = route.pattern.split("/")[1:3]
        try:
            found = apps.get_model(app, model)
        except LookupError:
            return str(NOBODY)
        fields = {field.name for field in found._meta.fields}
        if "compartment" in fields and hasattr(found, "rows"):
            with as_viewer(make.SYSTEM):
                return str(self._row(f"{app}.{model}", case, model))
        return str(NOBODY) if case == "absent" else str(getattr(found._default_manager.first(), "pk", NOBODY))


def probes(scene: Scene) -> dict[str, tuple[str, tuple[tuple[str, str], ...]]]:
    """name → (query, headers); the words and ids asked for are those of the hidden deal."""
    c, hidden = cast.CANARIES, scene.keys["hidden"]
    return {
        "plain": ("", ()),
        "search": (f"q={c['title']}", ()),
        "search part": (f"q={c['title'][:5]}", ()),
        "search amount": (f"q={c['amount']}", ()),
        "title": (f"title__ic={c['title']}", ()),
        "reference": (f"external_ref={c['key']}", ()),
        "label": (f"label={c['label']}", ()),
        "party": (f"party={hidden['party']}", ()),
        "role": (f"role.borrower={hidden['party']}", ()),
        "site": (f"site={hidden['site']}", ()),
        "amount": (f"amount__gte={c['amount']}&amount__lte={c['amount']}", ()),
        "url": (f"url=https://example.org/s-{c['key']}", ()),
        "publisher": (f"publisher={c['publisher']}", ()),
        "order": ("ordering=-amount&limit=1", ()),
        "page size": ("limit=200&count=exact", ()),
        "brief": ("view=brief", ()),
        "members": ("fields=id", ()),
        "format": ("format=json", ()),
        "other days": ("as_of=2026-01-01&known_on=2026-01-01", ()),
        "value": ("at=/facilities/f1/amount", ()),
        "row": ("at=/roles/r3", ()),
        "cursor": (f"ordering=title&cursor={scene.cursors[0]}", ()),
        "cursor back": (f"ordering=-title&cursor={scene.cursors[1]}", ()),
        "tag": ("", (("If-None-Match", scene.tag),)),
        "any tag": ("", (("If-None-Match", "*"),)),
        "if match": ("", (("If-Match", scene.tag), ("Content-Type", "application/json"))),
        "part of page": ("", (("HX-Request", "true"),)),
    }


_FOR_ROWS = frozenset(
    {"plain", "value", "row", "tag", "any tag", "members", "other days", "format", "if match", "part of page"}
)


def cells(scene: Scene) -> Iterator[Cell]:
    """All of them, in one order."""
    asked = probes(scene)
    for route in routes():
        for case, address in addresses(scene, route):
            for name, (query, headers) in asked.items():
                if not _fits(route, name):
                    continue
                whole = f"{address}?{query}" if query else address
                for method in METHODS:
                    for role in cast.ROLES:
                        yield Cell(route, method, role, case, name, whole, headers)


def _fits(route: Route, probe: str) -> bool:
    if route.place in (ADMIN, OPEN, ACCOUNT):
        return probe in ("plain", "search")
    return probe in _FOR_ROWS if route.place in (ROW, FORM) else True


def addresses(scene: Scene, route: Route) -> Iterator[tuple[str, str]]:
    """(case, address), for every case that makes an address of its own."""
    seen = set()
    for case in CASES:
        values = dict(scene.keys[case])
        if route.place == ADMIN and "object_id" in route.names:
            values["object_id"] = scene.admin_key(route, case)
        address = route.address(values)
        if address not in seen:
            seen.add(address)
            yield (case if route.names else "none"), address


@dataclass(frozen=True)
class Answer:
    status: int
    head: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        return " ".join(f"{k}: {v}" for k, v in self.head).lower() + " " + self.body.decode("utf-8", "replace").lower()


# What differs from answer to answer by itself: forms' tokens, the request's id, the moment.
_PASSING = re.compile(
    rb'(?<=name="csrfmiddlewaretoken" value=")[^"]+|(?<="request_id":")[^"]+|(?<=csrftoken=)\w+|(?<=sessionid=)\w+'
    rb'|(?<=X-CSRFToken": ")[^"]+|(?<=X-CSRFToken&quot;: &quot;)\w+|(?<=<code>)[0-9a-f]{32}(?=</code>)'
    rb'|(?<="oldest_stale_seconds": )[\d.]+|(?<=/calendar/)[\w:.-]+(?=\.ics)'
)
_PASSING_HEADERS = {"x-request-id", "set-cookie", "date", "expires", "last-modified"}


def ask(cell: Cell, client: Client) -> Answer:
    headers = {k: v for k, v in cell.headers if k != "Content-Type"}
    data = b"{}" if cell.method in ("POST", "PUT", "PATCH") else b""
    kind = "application/json" if cell.route.is_api else "application/x-www-form-urlencoded"
    given: Any = client.generic(
        cell.method, cell.address, data if cell.route.is_api else b"", content_type=kind, headers=headers
    )
    body = b"".join(given.streaming_content) if given.streaming else given.content
    head = tuple(sorted((k, v) for k, v in given.items() if k.lower() not in _PASSING_HEADERS))
    return Answer(given.status_code, head, _PASSING.sub(b"-", body))


def told(cell: Cell) -> set[str]:
    """Secrets that the request itself held, which an answer may repeat."""
    asked = cell.address.lower()
    own = {word.lower() for word in cast.CANARIES.values() if word.lower()[:5] in asked}
    keys = [UUID(found) for found in re.findall(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", asked)]
    return own | {key.hex for key in keys} | {str(key) for key in keys}
