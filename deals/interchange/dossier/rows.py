"""JSON rows → rows of plain values, list by list, as the table of facts says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from deals import facts as f
from deals.actions._dossiers.value import Row
from deals.interchange.dossier.spots import Spot
from deals.interchange.dossier.texts import shorten
from deals.interchange.dossier.values import few, read_choice, read_text, read_value, read_when
from dealtracker.strictjson import BAD, Bad
from parties.models import Identifier, PartyName
from parties.register.calc import lei_is_valid, script_of

MOST_ROWS = 5_000
_NAME = ("text", "language", "script", "kind", "start", "end")
_EXTRA = {"parties": ("names", "identifiers")}


def read_list(entity: f.Entity, value: Any, spot: Spot) -> list[Row]:
    """The rows of one keyed list; a row whose key cannot be used is left out with a refusal."""
    found: dict[str, Row] = {}
    for place, item in enumerate(keyed(value, spot)):
        row = _row(entity, item, spot.at(place))
        keep_once(found, row, spot)
    return list(found.values())


def keyed(value: Any, spot: Spot) -> list[Any]:
    items = spot.list(value)
    if len(items) > MOST_ROWS:
        spot.refuse("too-many", f"has {len(items):,} rows; at most {MOST_ROWS:,} are read in one list")
        return []
    return items


def keep_once(found: dict[str, Row], row: Row | None, spot: Spot) -> None:
    if row is None:
        return
    if row.key in found:
        first = found[row.key].pointer
        Spot(spot.problems, spot.file, row.pointer).at("key").refuse(
            "repeated", f'"{row.key}" is the key of {first} too; keys are unique in their list'
        )
    else:
        found[row.key] = row


def _row(entity: f.Entity, item: Any, spot: Spot) -> Row | None:
    given = spot.object(item)
    if not given:
        return None
    extra = _EXTRA.get(entity.list, ())
    spot.only(given, ["key", "id", *(field.name for field in entity.fields), *extra])
    values = read_fields(entity, given, spot)
    if extra:
        values["names"] = _names(given, spot)
        values["identifiers"] = _identifiers(given.get("identifiers", []), spot.at("identifiers"))
    key = spot.key(given)
    return Row(key, spot.pointer, values, read_id(given, spot)) if key else None


def read_fields(entity: f.Entity, given: dict[str, Any], spot: Spot) -> dict[str, Any]:
    """What the row says, field by field; refused values are left out, required ones asked for."""
    values = {}
    for field in entity.fields:
        if field.name in given:
            value = read_value(entity, field, given[field.name], spot.at(field.name))
            if not isinstance(value, Bad):
                values[field.name] = value
        elif field.required:
            spot.refuse("missing", f'has no "{field.name}"; every row of {entity.list} needs one')
    return values


def read_id(given: dict[str, Any], spot: Spot) -> UUID | None:
    """The id of a row, if the dossier gives one."""
    value = given.get("id")
    if value is None or isinstance(value, Bad):
        return None
    try:
        found = UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        found = None
    if found is None or str(found) != value or found.int == 0:
        spot.at("id").refuse("id", "must be a lower-case UUID such as an export gives; leave it out of a new dossier")
        return None
    return found


def _names(given: dict[str, Any], spot: Spot) -> list[dict[str, Any]]:
    """The names of a party; the first is its primary one."""
    if "names" not in given:
        spot.refuse("missing", 'has no "names"; a party needs at least one, such as [{"text": "PaleBlueDot AI"}]')
        return []
    names = few(given["names"], spot.at("names"))
    if given["names"] == []:
        spot.at("names").refuse("blank", "is empty; a party needs at least one name")
    found: list[dict[str, Any]] = []
    for place, item in enumerate(names):
        name = _name(item, spot.at("names", place))
        if name and any((name["text"], name["kind"]) == (n["text"], n["kind"]) for n in found):
            spot.at("names", place).refuse(
                "repeated", f'"{shorten(name["text"])}" stands twice with one kind; keep one'
            )
        elif name:
            found.append(name)
    return found


def _name(item: Any, spot: Spot) -> dict[str, Any]:
    given = spot.object(item)
    spot.only(given, _NAME)
    if not given:
        return {}
    text = read_text(given.get("text", ""), spot.at("text"), longest=300)
    kinds = tuple(PartyName.Kind.values)
    found = {
        "text": text,
        "language": _short(given, "language", spot, 16),
        "script": _short(given, "script", spot, 4) or (script_of(text) if isinstance(text, str) else ""),
        "kind": read_choice(given["kind"], kinds, spot.at("kind")) if "kind" in given else "trading",
        **{end: read_when(given[end], spot.at(end)) if end in given else None for end in ("start", "end")},
    }
    return {} if BAD in found.values() else found


def _short(given: dict[str, Any], name: str, spot: Spot, longest: int) -> Any:
    return read_text(given[name], spot.at(name), longest=longest) if name in given else ""


def _identifiers(value: Any, spot: Spot) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for place, item in enumerate(few(value, spot)):
        here = spot.at(place)
        given = here.object(item)
        here.only(given, ("scheme", "value"))
        scheme = read_choice(given.get("scheme", ""), tuple(Identifier.Scheme.values), here.at("scheme"))
        text = read_text(given.get("value", ""), here.at("value"), longest=80)
        if isinstance(scheme, Bad) or isinstance(text, Bad):
            continue
        if scheme == "lei" and not lei_is_valid(text):
            here.at("value").refuse(
                "identifier", f'"{shorten(text)}" is not an LEI: its check digits do not fit; copy it anew'
            )
        elif (scheme, text) in found:
            here.refuse("repeated", "stands twice; keep one")
        else:
            found.append((scheme, text))
    return found
