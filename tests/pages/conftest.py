from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from dealtracker.access.walls import as_viewer
from dealtracker.ids import public_id
from tests import make
from tests.cast import Cast, gather
from tests.world import alone, people, world

__all__ = ["alone", "people", "world"]

DEMO = Path(__file__).resolve().parents[2] / "deals" / "demo"


@pytest.fixture(autouse=True)
def _alone(request: pytest.FixtureRequest) -> None:
    """Every test of a module with a world leaves no trace in it."""
    if {"world", "people"} & set(request.fixturenames):
        request.getfixturevalue("alone")


@dataclass
class Book:
    """Shipped deals and the cast; `ids` by the key of the dossier."""

    cast: Cast
    ids: dict[str, str]

    def url(self, key: str, rest: str = "") -> str:
        return f"/deals/{self.ids[key]}/{rest}"

    def client(self, role: str = "anonymous") -> Client:
        return self.cast.client(role)


def _load(*files: Path) -> dict[str, str]:
    """Imports shipped dossiers as they are, and rebuilds what rests on them."""
    from deals.actions.catalogue import save_catalogue
    from deals.actions.dossiers import import_dossiers
    from deals.hardware.catalogue import load_catalogue
    from deals.interchange.dossier.reading import read_files

    read = read_files([(str(file), file.read_bytes()) for file in files], today=None)
    with as_viewer(make.SYSTEM):
        save_catalogue(catalogue=load_catalogue())
        result = import_dossiers(dossiers=read, viewer=make.SYSTEM, source_name="test", reason="a test", demo="real")
    make.catch_up()
    return {outcome.ref: public_id("deal", outcome.deal) for outcome in result.outcomes}


@pytest.fixture(scope="module")
def book(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Book]:
    """The deals whose keys the module names in BOOK, or every shipped one."""
    keys = getattr(request.module, "BOOK", ())
    files = [DEMO / f"{key}.json" for key in keys] or sorted(DEMO.glob("*.json"))
    with django_db_blocker.unblock(), transaction.atomic():
        yield Book(gather(), _load(*files))
        transaction.set_rollback(True)


@pytest.fixture
def reading(book: Book, settings: Any) -> Iterator[Book]:
    """The book, open to anonymous readers; what a test writes is undone."""
    settings.PUBLIC_READING = True
    with transaction.atomic():
        yield book
        transaction.set_rollback(True)
