"""What the export rules say of each hardware line of a deal sheet on a day, in full; and where a lender could take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from deals.controls.answers import CaseKey, key_of
from deals.controls.queries import pack_in_force
from deals.controls.rules import Case, Pack, RecoveryRoute, Result, evaluate, recovery_route
from deals.controls.rules.ladder import rank
from deals.controls.rules.roles import read_role
from deals.hardware.catalogue import load_catalogue
from deals.sheets.calc.bundle import Bundle
from deals.sheets.calc.cases import cases_on
from deals.sheets.calc.parents import parents_on
from dealtracker.money import Amount

Row = Mapping[str, Any]


@dataclass(frozen=True)
class LineAnswer:
    """One hardware line of the sheet, the case it makes, and the rules' answer."""

    line: Row
    case: Case
    result: Result


@dataclass(frozen=True)
class Route:
    """Lenders of one country (None: not known) and what moving the chips there would meet."""

    country: str | None
    lenders: tuple[str, ...]
    route: RecoveryRoute


def line_answers(sheet: Row, *, day: date, listed: Mapping[str, Amount] | None = None) -> list[LineAnswer]:
    """One a hardware line, in the sheet's order; the same steps as the sheet's own findings.

    Where several ultimate parents are possible, the strongest answer counts, and its case is the one shown. `listed` says
    what parties on lists own of the sheet's parties (`listed_owners`): a reader's own judgements, so in no stored sheet.
    """
    lines = {row["id"]: row for row in sheet["hardware"]}
    pack = pack_in_force()
    found = [
        (lines[row["id"]], [(case, _answer(key_of(case), day, pack)) for case in possible])
        for row, possible in cases_on(_bundle(sheet, dict(listed or {})), day)
    ]
    return [LineAnswer(line, *min(answers, key=lambda answer: rank(answer[1].step))) for line, answers in found]


def recovery_routes(sheet: Row, case: Case, *, day: date) -> list[Route]:
    """One a country of the lenders and of their parents; one without a country where no lender, or the seat of one, is known."""
    named = [_party(role) for role in sheet["roles"] if role.get("group") == "money"]
    seats = {row["id"]: (_own(row).get("hq_country"), _parent_seat(row, day)) for row in sheet["parties"]}
    by_seat: dict[tuple[str | None, str | None], list[str]] = {}
    for party in named:
        by_seat.setdefault(seats.get(party["id"], (None, None)), []).append(party.get("name") or "not named")
    groups, pack = by_seat or {(None, None): []}, pack_in_force()
    return [
        Route(country, tuple(dict.fromkeys(names)), _route(key_of(case), country, parent, day, pack))
        for (country, parent), names in groups.items()
    ]


def _parent_seat(party: Row, day: date) -> str | None:
    """Where the ultimate parent sits, if that is one country for sure."""
    held = parents_on(party.get("ultimate_parents", ()), day)
    found = {row["hq_country"] if row["basis"] == "sure" else None for row in held}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1024)
def _answer(key: CaseKey, day: date, pack: Pack) -> Result:
    return evaluate(_case(key, day), pack=pack, catalogue=load_catalogue())


@lru_cache(maxsize=1024)
def _route(key: CaseKey, country: str | None, parent: str | None, day: date, pack: Pack) -> RecoveryRoute:
    return recovery_route(
        _case(key, day), lender_country=country, lender_parent_country=parent, day=day, pack=pack, catalogue=load_catalogue()
    )


def _case(key: CaseKey, day: date) -> Case:
    model, destination, hq, parent, role, listed, known = key
    case = Case(model, day, destination, hq, parent, read_role(role), listed_ownership=listed)
    return replace(case, certainty=MappingProxyType(dict(known)))


def _bundle(sheet: Row, listed: dict[str, Amount]) -> Bundle:
    """As much of the sheet's bundle as the cases need, with the sheet's public ids as keys."""
    models = {line["model"]["id"]: line["model"] for line in sheet["hardware"] if "id" in _reference(line, "model")}
    return Bundle(
        deal={},
        rows={
            "hardware": [_flat(line, "model", "site", "vendor") for line in sheet["hardware"]],
            "roles": [_flat(role, "party") for role in sheet["roles"]],
        },
        parties={row["id"]: _own(row) for row in sheet["parties"]},
        sites={row["id"]: _own(row) for row in sheet["sites"]},
        models=models,
        parents={row["id"]: list(row["ultimate_parents"]) for row in sheet["parties"] if row.get("ultimate_parents")},
        listed=listed,
    )


def _own(row: Row) -> dict[str, Any]:
    """The row without values that are only words of a source and fit no field."""
    said = row.get("said", ())
    return {name: value for name, value in row.items() if name not in said}


def _flat(row: Row, *references: str) -> dict[str, Any]:
    """The row with its references as ids."""
    return {**_own(row), **{name: found["id"] for name in references if "id" in (found := _reference(row, name))}}


def _reference(row: Row, name: str) -> Row:
    value = row.get(name)
    return value if isinstance(value, Mapping) else {}


def _party(role: Row) -> Row:
    return {"id": "", **_reference(role, "party")}
