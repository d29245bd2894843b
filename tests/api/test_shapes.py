"""Schema and bytes together: every answer about the shipped deals keeps to what the OpenAPI document says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from deals.api.dossier_schema import dossier_schema
from deals.api.shapes import BRIEF, SHEET
from deals.api.sites import MODEL, SITE
from dealtracker.apikit.shapes import Schema
from dealtracker.evidence.api.sources import SOURCE
from parties.reports.party_shape import KNOWN_PARTY
from tests import make
from tests.world import API

LISTS = [
    ("deals/?limit=200", SHEET), ("deals/?limit=200&view=brief", BRIEF), ("deals/?limit=200&as_of=2025-06-30&known_on=2025-12-31", SHEET),
    ("parties/?limit=200", KNOWN_PARTY), ("sites/?limit=200", SITE), ("sources/?limit=200", SOURCE), ("hardware-models/?limit=200", MODEL),
]  # fmt: skip


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        make.catch_up()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def reader(demo: None, settings: Any) -> Client:
    settings.PUBLIC_READING = True
    return Client()


@pytest.mark.parametrize(("address", "schema"), LISTS, ids=[address for address, _ in LISTS])
def test_rows_keep_to_their_schema(reader: Client, address: str, schema: Schema) -> None:
    rows = reader.get(f"{API}/{address}").json()["results"]
    assert len(rows) >= 10
    check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    wrong = [(row["id"], e.json_path, e.message[:200]) for row in rows for e in check.iter_errors(row)]
    assert not wrong


def test_one_row_by_its_id_is_the_row_of_the_list(reader: Client) -> None:
    for name in ("deals", "parties", "sites", "sources", "hardware-models"):
        row = reader.get(f"{API}/{name}/?limit=1").json()["results"][0]
        assert reader.get(f"{API}/{name}/{row['id']}/").json() == row


def test_every_dossier_keeps_to_its_schema(reader: Client) -> None:
    check = jsonschema.Draft202012Validator(dossier_schema())
    deals = reader.get(f"{API}/deals/?limit=200&fields=external_ref").json()["results"]
    assert len(deals) >= 33
    for deal in deals:
        document = reader.get(f"{API}/deals/{deal['id']}/dossier/").json()
        assert not [(e.json_path, e.message[:200]) for e in check.iter_errors(document)], deal


def test_the_schemas_are_schemas() -> None:
    for schema in (SHEET, BRIEF, KNOWN_PARTY, SITE, SOURCE, MODEL, dossier_schema()):
        jsonschema.Draft202012Validator.check_schema(schema)


def test_no_money_is_a_float(reader: Client) -> None:
    def floats(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, float):
            yield at
        for key, item in (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        ):
            yield from floats(item, f"{at}/{key}")

    for address, _ in LISTS[:6]:
        assert not list(floats(reader.get(f"{API}/{address}").json(), address))


def test_the_founding_deal_is_found_in_every_script(reader: Client) -> None:
    for word in ("小红书", "xiaohongshu", "PaleBlueDot", "ペールブルードット"):
        found = reader.get(f"{API}/deals/", {"q": word, "fields": "external_ref"}).json()["results"]
        assert "palebluedot-xiaohongshu-tokyo" in [row["external_ref"] for row in found], word
