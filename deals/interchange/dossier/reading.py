"""A file of dossiers → checked values, or every reason why not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from deals import facts as f
from deals.actions._dossiers.value import Dossier, Problems, Row
from deals.interchange.dossier.book import check_entries
from deals.interchange.dossier.checks import check_whole
from deals.interchange.dossier.claims import read_claims, read_paths
from deals.interchange.dossier.documents import Document, read_documents
from deals.interchange.dossier.records import read_replies, read_sources
from deals.interchange.dossier.references import check_references
from deals.interchange.dossier.rows import read_id, read_list
from deals.interchange.dossier.spots import Spot, nearest
from deals.interchange.dossier.texts import shorten
from deals.interchange.dossier.values import few, read_text
from dealtracker.currencies import CURRENCIES
from dealtracker.strictjson import Bad

SCHEMA = "deal-dossier/1"
_LISTS = [entity.list for entity in (f.PARTY, f.STAKE, *f.ENTITIES, f.SITE, f.CAPACITY)]
TOP_LEVEL = ("schema", "deal", *_LISTS, "sources", "claims", "replies")
DEAL_FIELDS = ("key", "id", "title", "currency", "compartment", "labels", "private_view_of")


def read_files(files: Iterable[tuple[str, bytes]], *, today: date | None) -> list[Dossier]:
    """All dossiers of these (name, bytes), in order. Raises DossierRefused with up to fifty problems."""
    problems = Problems()
    documents = [document for name, data in files for document in read_documents(data, name=name, problems=problems)]
    dossiers = [dossier for document in documents if (dossier := _read(document, problems, today))]
    _check_refs(dossiers, problems)
    problems.refuse()
    return dossiers


def read_values(values: Iterable[Any], *, name: str, today: date | None) -> list[Dossier]:
    """The same from JSON values that were parsed already, with whole numbers, texts, lists and objects only."""
    from deals.interchange.dossier.documents import clean_value

    problems = Problems()
    documents = [
        clean_value(value, name=name, prefix=f"/{place}", problems=problems) for place, value in enumerate(values)
    ]
    dossiers = [dossier for document in documents if (dossier := _read(document, problems, today))]
    _check_refs(dossiers, problems)
    problems.refuse()
    return dossiers


def _read(document: Document, problems: Problems, today: date | None) -> Dossier | None:
    spot = Spot(problems, document.name, document.prefix)
    given = spot.object(document.value)
    if not given:
        return None
    _check_schema(given.get("schema"), spot)
    spot.only(given, TOP_LEVEL)
    dossier = Dossier(document.name, document.prefix, _deal(given.get("deal"), spot.at("deal")))
    for entity in (f.PARTY, f.STAKE, *f.ENTITIES, f.SITE, f.CAPACITY):
        dossier.rows[entity.list] = read_list(entity, given.get(entity.list, []), spot.at(entity.list))
    dossier.rows["sources"] = read_sources(given.get("sources", []), spot.at("sources"), today=today)
    dossier.rows["replies"] = read_replies(given.get("replies", []), spot.at("replies"))
    for row in dossier.rows["replies"]:
        row.values["listed"] = read_paths(
            row.values.get("listed", []), dossier, Spot(problems, document.name, row.pointer).at("listed")
        )
    dossier.claims = read_claims(given.get("claims", []), dossier, spot.at("claims"))
    check_references(dossier, spot)
    check_whole(dossier, spot)
    check_entries(dossier, spot)
    return dossier


def _check_schema(value: Any, spot: Spot) -> None:
    if value is None:
        spot.refuse("schema", f'does not say its schema; a dossier begins with "schema": "{SCHEMA}"')
    elif value != SCHEMA and not isinstance(value, Bad):
        spot.at("schema").refuse("schema", f'"{shorten(str(value))}" cannot be read; this program reads "{SCHEMA}"')


def _deal(value: Any, spot: Spot) -> Row:
    if value is None:
        spot.refuse("missing", 'is missing; it needs at least {"key": "…", "title": "…"}')
        return Row("", spot.pointer, {})
    given = spot.object(value)
    spot.only(given, DEAL_FIELDS)
    if "title" not in given and not isinstance(value, Bad):
        spot.refuse("missing", 'has no "title"')
    values: dict[str, Any] = {
        name: read_text(given[name], spot.at(name), longest=longest)
        for name, longest in (("title", 300), ("compartment", 120), ("private_view_of", 80))
        if name in given
    }
    if "currency" in given:
        values["currency"] = _currency(given["currency"], spot.at("currency"))
    labels = few(given.get("labels", []), spot.at("labels"))
    values["labels"] = [read_text(item, spot.at("labels", n), longest=40) for n, item in enumerate(labels)]
    kept = {name: value for name, value in values.items() if not isinstance(value, Bad)}
    key = spot.key(given) if isinstance(value, dict) else ""
    return Row(key, spot.pointer, kept, read_id(given, spot))


def _currency(value: Any, spot: Spot) -> Any:
    if not spot.is_text(value):
        return ""
    if value not in CURRENCIES:
        hint = nearest(value.upper(), CURRENCIES) or "such as USD"
        spot.refuse("currency", f'"{shorten(value)}" is not a currency of ISO 4217; {hint}')
    return value


def _check_refs(dossiers: list[Dossier], problems: Problems) -> None:
    """One deal may stand in an import once only."""
    first: dict[tuple[str, str], Dossier] = {}
    for dossier in dossiers:
        place = (dossier.deal.values.get("compartment", "Public"), dossier.ref)
        other = first.setdefault(place, dossier)
        if other is not dossier and dossier.ref:
            where = f"{other.file}{other.prefix}"
            problems.add(
                dossier.file,
                f"{dossier.deal.pointer}/key",
                "repeated",
                f'"{dossier.ref}" stands in {where} too; give it once',
            )
