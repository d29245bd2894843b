"""A value as a client writes it → the JSON of a claim and the value of a column, by the table of facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from deals import facts
from deals.agreements.models import Deal
from deals.sites.models import Site
from dealtracker.access.rules import PUBLIC, Viewer, may_see
from dealtracker.currencies import CURRENCIES
from dealtracker.ids import private_key
from dealtracker.money import Amount, AmountError
from dealtracker.periods import DateError, When, parse_day
from dealtracker.strictjson import step
from parties.register.models import Party


class BadValue(ValueError):
    """A value that the field cannot take; `part` names the part of it that is wrong."""

    def __init__(self, message: str, part: str = "") -> None:
        super().__init__(message)
        self.part = part


Read = tuple[Any, Any]
_MOST_ITEMS = 200
# A text of the dossier that is a reference to another deal in the database.
_RELATED = facts.BY_NAME["relation"].field("to")


def read_value(field: facts.Field, value: Any, *, deal: Deal, viewer: Viewer) -> Read:
    """(JSON of the claim, value of the column); raises BadValue. Of references to several rows: their keys as a list.

    The deal that a relation leads to is no value of a claim, which repeats what stands.
    """
    if value is None:
        raise BadValue(
            'is null; what was stated is not taken away: let a source state {"kind": "unknown"} or other words'
        )
    if field.type == facts.REF:
        key = _reference(field, value, deal, viewer)
        return {"ref": str(key)}, key
    if field.type == facts.REFS:
        keys = [_reference(field, one, deal, viewer) for one in _few(value)]
        return {"refs": sorted(map(str, keys))}, keys
    if field is _RELATED:
        return None, _related(value, deal, viewer)
    try:
        return _READERS[field.type](field, value)
    except AmountError as error:
        raise BadValue(str(error), error.field) from None
    except DateError as error:
        raise BadValue(str(error)) from None


def _text(field: facts.Field, value: Any) -> Read:
    if not isinstance(value, str) or not value.strip():
        raise BadValue("must be text, not blank")
    longest = field_length(field)
    if len(value) > longest:
        raise BadValue(f"has {len(value)} characters; at most {longest} are kept")
    return value.strip(), value.strip()


def field_length(field: facts.Field) -> int:
    """The shortest column of this name among the facts, so that a text fits wherever it stands."""
    lengths = [
        model_field.max_length
        for entity in facts.BY_LIST.values()
        for model_field in entity.model._meta.fields
        if model_field.name == field.name and entity.field(field.name) is field and model_field.max_length
    ]
    return min(lengths, default=300)


def _choice(field: facts.Field, value: Any) -> Read:
    if value not in field.words:
        raise BadValue(f"must be one of: {', '.join(field.words)}")
    return value, value


def _amount(field: facts.Field, value: Any) -> Read:
    amount = Amount.from_json(value, money=field.type == facts.MONEY)
    if amount.currency and amount.currency not in CURRENCIES:
        raise BadValue(f'"{amount.currency}" is not a currency of ISO 4217', "currency")
    if found := facts.amiss(field.name, amount):
        raise BadValue(found[1])
    return amount.to_json(), amount


def _when(field: facts.Field, value: Any) -> Read:
    when = When.from_json(value)
    return when.to_json(), when


def _day(field: facts.Field, value: Any) -> Read:
    return parse_day(value).isoformat(), parse_day(value)


def _country(field: facts.Field, value: Any) -> Read:
    if not (isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha() and value.isupper()):
        raise BadValue("must be a country code of two capital letters (ISO 3166-1)")
    return value, value


def _integer(field: facts.Field, value: Any) -> Read:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 2_000_000_000:
        raise BadValue("must be a whole number from 0 to 2,000,000,000")
    return value, value


def _flag(field: facts.Field, value: Any) -> Read:
    if not isinstance(value, bool):
        raise BadValue("must be true or false")
    return value, value


def _few(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > _MOST_ITEMS:
        raise BadValue(f"must be a list of at most {_MOST_ITEMS}")
    if any(one in value[:place] for place, one in enumerate(value)):
        raise BadValue("names the same twice; keep one")
    return value


def _list(field: facts.Field, value: Any) -> Read:
    found = [_part(_text, field, one, str(place)) for place, one in enumerate(_few(value))]
    return found, list(found)


def _items(field: facts.Field, value: Any) -> Read:
    found = [_item(dict(field.items), one, place) for place, one in enumerate(_few(value))]
    return found, found


def _item(parts: dict[str, str], value: Any, place: int) -> dict[str, Any]:
    if not isinstance(value, dict) or not value:
        raise BadValue(f"must be an object with some of: {', '.join(parts)}", str(place))
    for name in value:
        if name not in parts:
            raise BadValue(f'"{name[:40]}" is not one of: {", ".join(parts)}', f"{place}/{step(name)}")
    return {n: _part(_READERS[parts[n]], facts.Field(n, parts[n]), one, f"{place}/{n}") for n, one in value.items()}


def _part(read: Callable[[facts.Field, Any], Read], field: facts.Field, value: Any, where: str) -> Any:
    """The claim's JSON of one part of a value; an error names the part."""
    try:
        return read(field, value)[0]
    except AmountError as error:
        raise BadValue(str(error), f"{where}/{error.field}".rstrip("/")) from None
    except DateError as error:
        raise BadValue(str(error), where) from None
    except BadValue as error:
        raise BadValue(str(error), f"{where}/{error.part}".rstrip("/")) from None


_READERS: dict[str, Callable[[facts.Field, Any], Read]] = {
    facts.LIST: _list, facts.KEYS: _list, facts.ITEMS: _items,
    facts.TEXT: _text, facts.CHOICE: _choice, facts.MONEY: _amount, facts.QUANTITY: _amount, facts.WHEN: _when,
    facts.DAY: _day, facts.COUNTRY: _country, facts.INTEGER: _integer, facts.FLAG: _flag,
}  # fmt: skip


def _related(value: Any, deal: Deal, viewer: Viewer) -> UUID:
    """The deal that a relation names by its external_ref: one of the same team, else a public one."""
    if not isinstance(value, str):
        raise BadValue("must be text: the external_ref of a deal")
    rows = {
        d.compartment_id: d for d in Deal.rows.filter(external_ref=value, compartment__in={deal.compartment_id, PUBLIC})
    }
    found = rows.get(deal.compartment_id) or rows.get(PUBLIC)
    if found is None or not may_see(viewer, found.compartment_id):
        raise BadValue(f'"{value[:60]}" names nothing that can be referred to here')
    if found.pk == deal.pk:
        raise BadValue("a deal is not related to itself; name another one")
    return found.pk


def _reference(field: facts.Field, value: Any, deal: Deal, viewer: Viewer) -> UUID:
    """The key of a party or site (by id), or of a row of the same deal (by its key); hidden and absent read alike."""
    shared: dict[str, tuple[str, Any]] = {"parties": ("party", Party), "sites": ("site", Site)}
    if not isinstance(value, str):
        raise BadValue("must be text that names a row")
    found: UUID | None = None
    if field.to in shared:
        kind, model = shared[field.to]
        key = private_key(kind, value)
        found = model.objects.visible_to(viewer).filter(pk=key).values_list("pk", flat=True).first() if key else None
    elif field.to in facts.BY_LIST:
        found = facts.BY_LIST[field.to].model.rows.filter(deal=deal, key=value).values_list("pk", flat=True).first()
    if found is None:
        raise BadValue(f'"{value[:60]}" names nothing that can be referred to here')
    return found
