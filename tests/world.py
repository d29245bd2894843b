"""Fixtures: a world built once for a module, in which every test leaves no trace. Imported by the conftest of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from dealtracker.ids import public_id
from tests import cast, make

API = "/api/v1"


@dataclass
class World:
    """The cast and its deals: tokyo is public, umbrafold is the team's, view is the team's own view of tokyo."""

    cast: cast.Cast
    deals: dict[str, UUID] = field(default_factory=dict)

    def id(self, name: str) -> str:
        return public_id("deal", self.deals[name])

    def url(self, name: str, below: str = "") -> str:
        return f"{API}/deals/{self.id(name)}/{below}"

    def client(self, role: str) -> Client:
        return self.cast.client(role)

    def add_hidden(self) -> None:
        hidden, view = make.save(cast.hidden_deal(), cast.private_view())
        self.deals |= {"hidden": hidden, "view": view}


@pytest.fixture(scope="module")
def people(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The cast and the public deal alone."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = World(cast.gather())
        (built.deals["tokyo"],) = make.save(cast.public_deal())
        yield built
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(people: World) -> World:
    """The public deal, the team's hidden one, and the team's own view of the public one."""
    people.add_hidden()
    return people


@pytest.fixture
def alone(people: World, settings: Any) -> Iterator[None]:
    """Undoes what a test writes; anonymous visitors read public deals."""
    settings.PUBLIC_READING = True
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
