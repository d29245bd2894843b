"""Claims: the path they point at, the value they give, and how they are said."""

from __future__ import annotations

from typing import Any

from deals import facts as f
from deals.actions._dossiers.shapes import SPOKEN_OF, stored
from deals.actions._dossiers.value import ClaimLine, Dossier, Path
from deals.interchange.dossier.rows import keyed, read_id
from deals.interchange.dossier.spots import Spot, nearest, word_for
from deals.interchange.dossier.texts import shorten
from deals.interchange.dossier.values import few, read_choice, read_text, read_value, read_whole
from dealtracker.evidence.models import Claim
from dealtracker.strictjson import BAD, Bad

_CHOICES = {
    "stance": (Claim.Stance.values, "asserts"), "relation": (Claim.Relation.values, "same"),
    "attribution": ([value for value in Claim.Attribution.values if value], ""), "state": (Claim.State.values, "accepted"),
}  # fmt: skip
_TEXTS = {"audience": (120, False), "reason": (2_000, True), "words": (10_000, True)}
CLAIM_FIELDS = ("id", "source", "at", "value", "speaker", "rank", "quote", *_CHOICES, *_TEXTS)
QUOTE_FIELDS = ("exact", "prefix", "suffix", "page", "start", "end")


def read_claims(value: Any, dossier: Dossier, spot: Spot) -> list[ClaimLine]:
    """One line per path of each claim; the rows must have been read."""
    lines: list[ClaimLine] = []
    for place, item in enumerate(keyed(value, spot)):
        lines += _claim(item, dossier, spot.at(place))
    _once(lines, spot)
    return lines


def _claim(item: Any, dossier: Dossier, spot: Spot) -> list[ClaimLine]:
    given = spot.object(item)
    spot.only(given, CLAIM_FIELDS)
    if not given:
        return []
    for name in ("source", "at"):
        if name not in given:
            spot.refuse("missing", f'has no "{name}"; a claim says which source speaks, and of what')
    plain = _plain(given, spot)
    source = read_text(given["source"], spot.at("source"), longest=60) if "source" in given else BAD
    speaker = read_text(given["speaker"], spot.at("speaker"), longest=60) if "speaker" in given else None
    quotes = _quotes(given.get("quote", []), spot.at("quote"))
    own_id = read_id(given, spot)
    paths = read_paths(given.get("at", []), dossier, spot.at("at"))
    if own_id and len(paths) > 1:
        spot.at("id").refuse("id", "belongs to one claim, but several paths make several; leave it out")
    if isinstance(source, Bad) or isinstance(speaker, Bad):
        return []
    lines = []
    for path in paths:
        value = read_claimed(given["value"], path, spot.at("value")) if "value" in given else None
        if not isinstance(value, Bad):
            lines.append(ClaimLine(spot.pointer, path, source, value, speaker, plain, quotes, own_id))
    return lines


def _plain(given: dict[str, Any], spot: Spot) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, (words, default) in _CHOICES.items():
        found[name] = read_choice(given[name], tuple(words), spot.at(name)) if name in given else default
    for name, (longest, lines) in _TEXTS.items():
        found[name] = read_text(given[name], spot.at(name), longest=longest, lines=lines) if name in given else ""
    found["rank"] = read_whole(given["rank"], spot.at("rank"), least=-100, most=100) if "rank" in given else 0
    if found["rank"] not in (0, BAD) and not found["reason"]:
        spot.refuse("missing", 'has a rank but no "reason"; say why this claim is put before others')
    return found


def _quotes(value: Any, spot: Spot) -> tuple[dict[str, Any], ...]:
    if isinstance(value, dict):
        return tuple(quote for quote in [_quote(value, spot)] if quote)
    return tuple(quote for place, item in enumerate(few(value, spot)) if (quote := _quote(item, spot.at(place))))


def _quote(item: Any, spot: Spot) -> dict[str, Any]:
    given = spot.object(item)
    spot.only(given, QUOTE_FIELDS)
    found: dict[str, Any] = {"exact": read_text(given.get("exact", ""), spot.at("exact"), longest=2_000, lines=True)}
    for name in ("prefix", "suffix"):
        if name in given:
            found[name] = read_text(given[name], spot.at(name), longest=200, lines=True)
    for name in ("page", "start", "end"):
        if name in given:
            found[name] = read_whole(given[name], spot.at(name))
    return {} if BAD in found.values() else found


def read_paths(value: Any, dossier: Dossier, spot: Spot) -> list[Path]:
    """The paths of `at` or `listed` that lead to something in this dossier; the others are refused."""
    if isinstance(value, str):
        found = [_path(value, dossier, spot)]
    elif isinstance(value, list):
        found = [_path(item, dossier, spot.at(place)) for place, item in enumerate(few(value, spot))]
    else:
        found = []
        if not isinstance(value, Bad):
            spot.refuse(
                "type", f'must be a path such as "/facilities/f1/amount" or a list of them, not {word_for(value)}'
            )
    return list(dict.fromkeys(path for path in found if path))


def _path(text: Any, dossier: Dossier, spot: Spot) -> Path | None:
    if not spot.is_text(text):
        return None
    steps = text.split("/")
    wanted = 2 if steps[1:2] == ["deal"] else 3
    if steps[0] or len(steps) not in (wanted, wanted + 1) or "" in steps[1:]:
        spot.refuse("path", f'"{shorten(text)}" is not a path; write "/facilities/f1" or "/facilities/f1/amount"')
        return None
    name, key, field = steps[1], steps[2] if wanted == 3 else "", steps[wanted] if len(steps) > wanted else ""
    entity = SPOKEN_OF.get(name)
    if entity is None:
        spot.refuse(
            "path", f'there is no list "{shorten(name)}"; {nearest(name, SPOKEN_OF) or "see docs/deal-dossier.md"}'
        )
        return None
    keys = [row.key for row in dossier.list(name)]
    if key and key not in keys:
        hint = nearest(key, keys) or (f"its keys are {', '.join(keys[:8])}" if keys else "the list is empty")
        spot.refuse("path", f'"{shorten(text)}" leads nowhere: {name} has no "{shorten(key)}"; {hint}')
        return None
    return Path(name, key, field) if _speaks_of(entity, field, text, spot) else None


def _speaks_of(entity: f.Entity, name: str, text: str, spot: Spot) -> bool:
    if not name:
        return True
    field = entity.field(name)
    known = [each.name for each in entity.fields if each.claimed]
    if field is None:
        hint = nearest(name, known) or f"its fields are {', '.join(known)}"
        spot.refuse("path", f'"{shorten(text)}" leads nowhere: {entity.list} have no field "{shorten(name)}"; {hint}')
    elif not field.claimed:
        spot.refuse("path", f"{entity.list} cite their source themselves; no claim is made about their {name}")
    return field is not None and field.claimed


def read_claimed(value: Any, path: Path, spot: Spot) -> Any:
    """The value of a claim in stored form; references are still keys."""
    if isinstance(value, Bad):
        return BAD
    if isinstance(value, dict) and set(value) == {"words"}:
        words = read_text(value["words"], spot.at("words"), longest=2_000, lines=True)
        return BAD if isinstance(words, Bad) else {"words": words}
    entity = SPOKEN_OF[path.list]
    field = entity.field(path.field) if path.field else None
    if field is None:
        return spot.refuse("value", 'speaks of a whole row; its value can only be {"words": "what the source says"}')
    found = _read(entity, field, value, spot)
    if isinstance(found, Bad):
        return BAD
    return {"ref": found} if field.type == f.REF else {"refs": found} if field.type == f.REFS else stored(field, found)


def _read(entity: f.Entity, field: f.Field, value: Any, spot: Spot) -> Any:
    if entity.list == "deal":
        if field.type == f.TEXT:
            return read_text(value, spot, longest=300)
        return [
            text
            for n, item in enumerate(few(value, spot))
            if (text := read_text(item, spot.at(n), longest=40)) is not BAD
        ]
    return read_value(entity, field, value, spot)


def _once(lines: list[ClaimLine], spot: Spot) -> None:
    first: dict[str, ClaimLine] = {}
    for line in lines:
        same = repr(
            (
                line.path,
                line.source,
                line.value,
                line.speaker,
                sorted(line.plain.items(), key=lambda p: p[0]),
                line.quotes,
            )
        )
        if first.setdefault(same, line) is not line:
            Spot(spot.problems, spot.file, line.pointer).refuse(
                "repeated", f"says again what {first[same].pointer} says of {line.path}; keep one"
            )
