"""Asking for a team's own view of a deal, as its members do."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from tests import cast
from tests.world import World


def post(client: Client, address: str, body: Any, **headers: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(address, data=json.dumps(body), content_type="application/json", headers=given)


def make_view(world: World, role: str, name: str = "tokyo", body: Any = None, **headers: str) -> Any:
    body = {"compartment": cast.TEAM} if body is None else body
    return post(world.client(role), world.url(name, "private-views/"), body, **headers)
