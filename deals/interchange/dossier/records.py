"""The lists that are no facts: sources with their links, and replies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from deals.actions._dossiers.value import Row
from deals.interchange.dossier.rows import keep_once, keyed, read_id
from deals.interchange.dossier.spots import Spot
from deals.interchange.dossier.values import few, read_choice, read_day, read_text, read_when
from dealtracker.evidence.models import Reply, Source, SourceLink
from dealtracker.money import AmountError, parse_decimal
from dealtracker.periods import When
from dealtracker.strictjson import BAD, Bad

SOURCE_TEXTS = {
    "publisher": 200,
    "newsroom": 200,
    "publisher_party": 60,
    "title": 500,
    "url": 2000,
    "language": 16,
    "date_basis": 200,
}
SOURCE_FIELDS = ("key", "id", "kind", *SOURCE_TEXTS, "published", "read", "withdrawn_on", "links")
LINK_FIELDS = ("kind", "to", "basis", "score")
REPLY_FIELDS = ("key", "id", "party", "source", "channel", "asked_on", "until", "stance", "scope", "listed", "words", "replied_on")


def read_sources(value: Any, spot: Spot, *, today: date | None) -> list[Row]:
    """Sources; with `today` given, one published later is refused."""
    found: dict[str, Row] = {}
    for place, item in enumerate(keyed(value, spot)):
        keep_once(found, _source(item, spot.at(place), today), spot)
    _one_url(found.values(), spot)
    return list(found.values())


def _source(item: Any, spot: Spot, today: date | None) -> Row | None:
    given = spot.object(item)
    spot.only(given, SOURCE_FIELDS)
    for name in ("kind", "publisher", "published") if given else ():
        if name not in given:
            spot.refuse("missing", f'has no "{name}"; {_WHY[name]}')
    values: dict[str, Any] = {
        name: read_text(given[name], spot.at(name), longest=longest)
        for name, longest in SOURCE_TEXTS.items()
        if name in given
    }
    if "kind" in given:
        values["kind"] = read_choice(given["kind"], tuple(Source.Kind.values), spot.at("kind"))
    if "published" in given:
        values["published"] = _published(given["published"], spot.at("published"), today)
    if "read" in given:
        values["read"] = (
            given["read"]
            if isinstance(given["read"], bool)
            else spot.at("read").refuse("type", "must be true or false")
        )
    if "withdrawn_on" in given:
        values["withdrawn_on"] = read_day(given["withdrawn_on"], spot.at("withdrawn_on"))
    if "url" in values:
        values["url"] = _url(values["url"], spot.at("url"))
    values["links"] = _links(given.get("links", []), spot.at("links"))
    key = spot.key(given) if isinstance(item, dict) else ""
    kept = {name: value for name, value in values.items() if not isinstance(value, Bad)}
    return Row(key, spot.pointer, kept, read_id(given, spot)) if key else None


_WHY = {
    "kind": "say what it is, such as wire, newspaper, rewrite or filing",
    "publisher": "say who published it",
    "published": 'an undated page has {"by": the day it was retrieved}',
}


def _published(value: Any, spot: Spot, today: date | None) -> Any:
    when = read_when(value, spot)
    if isinstance(when, When):
        if when.latest is None:
            return spot.refuse("date", 'has no latest day; use {"by": day} or {"from": day, "to": day}')
        if today and when.earliest and when.earliest > today:
            return spot.refuse("date", f"lies in the future ({when}); give the day it was published")
    return when


def _url(value: Any, spot: Spot) -> Any:
    if isinstance(value, str) and (not value.startswith(("https://", "http://")) or " " in value):
        return spot.refuse("url", "must be a whole address that begins with https:// or http://, without spaces")
    return value


def _one_url(rows: Any, spot: Spot) -> None:
    first: dict[str, Row] = {}
    for row in rows:
        url = row.values.get("url")
        if url and first.setdefault(url, row) is not row:
            Spot(spot.problems, spot.file, row.pointer).at("url").refuse(
                "repeated", f"is the address of {first[url].pointer} too; one text is one source"
            )


def _links(value: Any, spot: Spot) -> list[dict[str, Any]]:
    found = [_link(item, spot.at(place)) for place, item in enumerate(few(value, spot))]
    kept: dict[tuple[str, str], dict[str, Any]] = {}
    for place, link in enumerate(found):
        if link and kept.setdefault((link["kind"], link["to"]), link) is not link:
            spot.at(place).refuse("repeated", "stands twice; keep one")
    return list(kept.values())


def _link(item: Any, spot: Spot) -> dict[str, Any]:
    given = spot.object(item)
    spot.only(given, LINK_FIELDS)
    if not given:
        return {}
    found = {
        "kind": read_choice(given.get("kind", ""), tuple(SourceLink.Kind.values), spot.at("kind")),
        "to": read_text(given.get("to", ""), spot.at("to"), longest=60),
        "basis": read_choice(given.get("basis", "cited"), tuple(SourceLink.Basis.values), spot.at("basis")),
        "score": _score(given["score"], spot.at("score")) if "score" in given else None,
    }
    return {} if BAD in found.values() else found


def _score(value: Any, spot: Spot) -> Any:
    if isinstance(value, Bad):
        return BAD
    try:
        score = parse_decimal(value)
    except AmountError as error:
        return spot.refuse("number", str(error))
    if not 0 <= score <= 1 or score != round(score, 3):
        return spot.refuse("number", 'is not between "0" and "1" with at most three decimals')
    return Decimal(score)


def read_replies(value: Any, spot: Spot) -> list[Row]:
    found: dict[str, Row] = {}
    for place, item in enumerate(keyed(value, spot)):
        keep_once(found, _reply(item, spot.at(place)), spot)
    return list(found.values())


def _reply(item: Any, spot: Spot) -> Row | None:
    given = spot.object(item)
    spot.only(given, REPLY_FIELDS)
    for name in ("party", "stance") if given else ():
        if name not in given:
            spot.refuse("missing", f'has no "{name}"; a reply says who answered and how')
    if given and ("source" in given) == ("channel" in given):
        spot.refuse("missing", 'needs either "source" (who put the question) or "channel" (how we did), not both')
    values: dict[str, Any] = {
        name: read_text(given[name], spot.at(name), longest=longest, lines=name == "words")
        for name, longest in (("party", 60), ("source", 60), ("channel", 80), ("words", 10_000))
        if name in given
    }
    for name, words in (("stance", Reply.Stance.values), ("scope", Reply.Scope.values)):
        if name in given:
            values[name] = read_choice(given[name], tuple(words), spot.at(name))
    for name in ("asked_on", "until"):
        if name in given:
            values[name] = read_day(given[name], spot.at(name))
    if "replied_on" in given:
        values["replied_on"] = read_when(given["replied_on"], spot.at("replied_on"))
    values["listed"] = few(given.get("listed", []), spot.at("listed"))
    key = spot.key(given) if isinstance(item, dict) else ""
    kept = {name: value for name, value in values.items() if not isinstance(value, Bad)}
    return Row(key, spot.pointer, kept, read_id(given, spot)) if key else None
