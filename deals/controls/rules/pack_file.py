"""A rule pack from its JSON; a malformed file is refused with the place and the reason, and nothing of it is used."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from deals.controls.rules.case import RECIPIENTS, REQUIRED
from deals.controls.rules.kinds import KINDS
from deals.controls.rules.ladder import LADDER
from deals.controls.rules.pack import CountrySet, Enforcement, LicenceException, Pack, Policy, Remark, Rule
from deals.controls.rules.pack_trees import (
    PackError,
    check_codes,
    check_condition,
    check_item,
    check_place,
    filled,
    known_keys,
    name_of,
    words_of,
)
from deals.controls.rules.pack_whole import check_whole
from dealtracker.countries import NAMES
from dealtracker.periods import OPEN_END, DateError, Period, parse_day

SCHEMA = "rule-pack/1"
STATES = ("enforced", "codified_not_enforced", "suspended", "not_verified", "bill", "informational")
REACHES = ("destination", "party", "anywhere")
_TOP: dict[str, type] = {
    **dict.fromkeys(("schema", "version", "title", "read_up_to", "read_up_to_basis", "earliest_rule"), str),
    **dict.fromkeys(("treated_as", "questions", "items", "places"), dict),
    **dict.fromkeys(("country_sets", "remarks", "rules"), list),
}
_SHAPES: dict[type, str] = {str: "text", dict: "an object", list: "an array"}
_NAMED = ("id", "version", "kind", "jurisdiction", "authority", "title", "outcome")
_TEXTS = (*_NAMED, "citation", "url", "confirmed", "notes")
_RULE = {*_NAMED, "first_day", "last_day", "enforcement"}
_TABLE_TEXTS = (
    "item", "review_item", "says", "why", "item_words", "scope", "licence_required", "machine_decidable"
)  # fmt: skip
_TABLE_LISTS = ("moves_from", "recipients", "exception_words", "review_when")
_TABLE = (*_TABLE_TEXTS, *_TABLE_LISTS, "destination", "party", "within", "accompanies")
_WORD_LISTS = ("reach", "modifies", "asks", "settled_by")
_LISTS = (*_WORD_LISTS, "policies", "exceptions")


# What a row of a kind must hold beside the columns of every row.
_NEEDS: dict[str, tuple[str, ...]] = {
    "licence": ("reach",),
    "exempt_recipient": ("reach", "item", "recipients"),
    "gap": ("reach", "says"),
    "remote_access": ("settled_by",),
    "origin": ("moves_from",),
    "policy_modifier": ("item", "destination", "modifies"),
    "accompanies": ("accompanies",),
    "not_applicable": ("why",),
}
_TIES = {"any", "rules", "remote", "item", "destination"}


def parse_pack(data: object) -> Pack:
    """From the file's JSON; raises PackError with a JSON pointer."""
    root = known_keys(data, set(_TOP), set(), "")
    for name, shape in _TOP.items():
        _shaped(root[name], shape, f"/{name}")
    if root["schema"] != SCHEMA:
        raise PackError(f'the schema is "{root["schema"][:60]}"; this program reads {SCHEMA}', "/schema")
    name_of(root["version"], "/version")
    filled(root["title"], "/title")
    for name, item in root["items"].items():
        at = f"/items/{name}"
        _shaped(known_keys(item, {"title", "test"}, set(), at)["title"], str, f"{at}/title")
        check_item(item["test"], f"{at}/test", root["items"])
    places = {name: check_place(place, f"/places/{name}", {}) for name, place in root["places"].items()}
    rules = tuple(_rule(row, f"/rules/{i}", root) for i, row in enumerate(root["rules"]))
    sets = tuple(_country_set(row, f"/country_sets/{i}") for i, row in enumerate(root["country_sets"]))
    _check_ids(rules)
    check_whole(root, rules, sets)
    return Pack(
        version=root["version"],
        title=root["title"],
        read_up_to=_day(root["read_up_to"], "/read_up_to"),
        read_up_to_basis=root["read_up_to_basis"],
        earliest_rule=_day(root["earliest_rule"], "/earliest_rule"),
        treated_as=_treated_as(root["treated_as"]),
        questions=_questions(root["questions"]),
        items=MappingProxyType({name: item["test"] for name, item in root["items"].items()}),
        item_titles=MappingProxyType({name: item["title"] for name, item in root["items"].items()}),
        places=MappingProxyType(places),
        country_sets=sets,
        remarks=tuple(_remark(row, f"/remarks/{i}") for i, row in enumerate(root["remarks"])),
        rules=rules,
    )


def _rule(data: object, at: str, root: Mapping[str, Any]) -> Rule:
    row = known_keys(data, _RULE, {*_TEXTS, *_TABLE, *_LISTS}, at)
    _check_shapes(row, at)
    for name, choices in (("kind", KINDS), ("outcome", LADDER)):
        if row[name] not in choices:
            raise PackError(f'"{row[name]}" is not one of {", ".join(choices)}', f"{at}/{name}")
    _check_needs(row, at)
    _check_words(row, root["questions"], at)
    table = {name: row[name] for name in _TABLE if name in row}
    for name in ("destination", "party", "within"):
        if name in table:
            table[name] = check_place(table[name], f"{at}/{name}", root["places"])
    for name in ("item", "review_item"):
        if name in table:
            check_item({"item": table[name]}, f"{at}/{name}", root["items"])
    if "item" in row.get("accompanies", {}):
        check_item({"item": row["accompanies"]["item"]}, f"{at}/accompanies/item", root["items"])
    for i, reach in enumerate(row.get("reach", ())):
        if reach not in REACHES:
            raise PackError(f'"{reach}" is not one of {", ".join(REACHES)}', f"{at}/reach/{i}")
    texts: dict[str, Any] = {name: row.get(name, "") for name in _TEXTS}
    lists: dict[str, Any] = {name: tuple(row.get(name, ())) for name in ("modifies", "asks", "settled_by")}
    return Rule(
        **texts,
        **lists,
        period=_period(row, at),
        enforcement=tuple(_enforcement(e, f"{at}/enforcement/{i}") for i, e in enumerate(row["enforcement"])),
        reach=tuple(row.get("reach", ())),
        policies=tuple(_policy(p, f"{at}/policies/{i}", root) for i, p in enumerate(row.get("policies", ()))),
        exceptions=tuple(_exception(e, f"{at}/exceptions/{i}", root) for i, e in enumerate(row.get("exceptions", ()))),
        table=MappingProxyType(table),
    )


def _check_shapes(row: dict[str, Any], at: str) -> None:
    lists = (*_LISTS, *_TABLE_LISTS, "enforcement")
    for shape, names in ((str, (*_TEXTS, *_TABLE_TEXTS)), (list, lists)):
        for name in (n for n in names if n in row):
            _shaped(row[name], shape, f"{at}/{name}")
    for name in (*_WORD_LISTS, *_TABLE_LISTS):
        for i, word in enumerate(row.get(name, ())):
            _shaped(word, str, f"{at}/{name}/{i}")


def _check_needs(row: dict[str, Any], at: str) -> None:
    for name in _NEEDS.get(row["kind"], ()):
        if not row.get(name):
            raise PackError(f'a rule of kind "{row["kind"]}" needs "{name}"', at)
    for name in row.get("reach", ()):
        if name in ("destination", "party") and name not in row:
            raise PackError(f'reaches by "{name}", which it does not hold', at)
    if wrong := [code for code in row.get("moves_from", ()) if code not in NAMES]:
        raise PackError(f'"{wrong[0]}" is not a country code', f"{at}/moves_from")
    _check_ties(row.get("accompanies", {}), f"{at}/accompanies")


def _check_words(row: Mapping[str, Any], questions: Mapping[str, Any], at: str) -> None:
    """What pages, addresses and questions say: names of rules, and words that lead to something of the program."""
    for name in ("id", "version", "jurisdiction"):
        name_of(row[name], f"{at}/{name}")
    filled(row["title"], f"{at}/title")
    for name, known, of in (("asks", questions, "question of this pack"), ("recipients", RECIPIENTS, "kind of recipient")):
        for i, word in enumerate(row.get(name, ())):
            if word not in known:
                raise PackError(f'"{word}" is not a {of}', f"{at}/{name}/{i}")


def _check_ties(data: object, at: str) -> None:
    """What guidance and bills accompany: any line, rules, use from afar, an item, or destinations by country."""
    tied = known_keys(data, set(), _TIES, at)
    if "rules" in tied:
        words_of(filled(tied["rules"], f"{at}/rules"), f"{at}/rules")
    if "item" in tied:
        _shaped(tied["item"], str, f"{at}/item")
    if "destination" in tied:
        place = known_keys(tied["destination"], {"countries"}, set(), f"{at}/destination")
        check_codes(place["countries"], f"{at}/destination/countries")


def _enforcement(data: object, at: str) -> Enforcement:
    row = known_keys(data, {"state", "first_day", "last_day", "citation", "note"}, set(), at)
    _check_texts(row, ("state", "citation", "note"), at)
    if row["state"] not in STATES:
        raise PackError(f'"{row["state"]}" is not one of {", ".join(STATES)}', f"{at}/state")
    return Enforcement(row["state"], _period(row, at), row["citation"], row["note"])


def _policy(data: object, at: str, root: Mapping[str, Any]) -> Policy:
    row = known_keys(data, {"policy", "when", "first_day", "last_day", "source", "words"}, set(), at)
    _check_texts(row, ("policy", "source", "words"), at)
    filled(row["policy"], f"{at}/policy")
    when = None if row["when"] is None else check_condition(row["when"], f"{at}/when", root["places"])
    return Policy(row["policy"], when, _period(row, at), row["source"], row["words"])


def _exception(data: object, at: str, root: Mapping[str, Any]) -> LicenceException:
    row = known_keys(data, {"name", "item", "where", "first_day", "words"}, set(), at)
    _check_texts(row, ("name", "words"), at)
    check_item({"item": row["item"]}, f"{at}/item", root["items"])
    where = check_condition(row["where"], f"{at}/where", root["places"])
    return LicenceException(row["name"], row["item"], where, _period(row, at), row["words"])


def _country_set(data: object, at: str) -> CountrySet:
    needed = {"id", "jurisdiction", "first_day", "last_day", "groups", "citation", "url", "confirmed", "notes"}
    row = known_keys(data, needed, set(), at)
    for name, codes in _shaped_as(row["groups"], dict, f"{at}/groups").items():
        where = f"{at}/groups/{name.replace('/', '~1')}"
        check_codes(filled(codes, where), where)
    _check_texts(row, ("jurisdiction", "citation", "url", "confirmed", "notes"), at)
    name_of(row["id"], f"{at}/id")
    groups = MappingProxyType({name: frozenset(codes) for name, codes in row["groups"].items()})
    texts = (row[n] for n in ("citation", "url", "confirmed", "notes"))
    return CountrySet(row["id"], _period(row, at), groups, *texts)


def _remark(data: object, at: str) -> Remark:
    row = known_keys(data, {"id", "first_day", "last_day", "models", "countries", "text"}, set(), at)
    _check_texts(row, ("text",), at)
    name_of(row["id"], f"{at}/id")
    for name, check in (("models", words_of), ("countries", check_codes)):
        if row[name] is not None:
            check(filled(row[name], f"{at}/{name}"), f"{at}/{name}")
    models, countries = (frozenset(row[n]) if row[n] is not None else None for n in ("models", "countries"))
    return Remark(row["id"], _period(row, at), models, countries, row["text"])


def _treated_as(data: Mapping[str, Any]) -> Mapping[str, tuple[str, str]]:
    for code, entry in data.items():
        at = f"/treated_as/{code}"
        if code not in NAMES or known_keys(entry, {"as", "citation"}, set(), at)["as"] not in NAMES:
            raise PackError("must turn one country code into another", at)
        _shaped(entry["citation"], str, f"{at}/citation")
    return MappingProxyType({code: (entry["as"], entry["citation"]) for code, entry in data.items()})


def _questions(data: Mapping[str, Any]) -> Mapping[str, str]:
    for name, text in data.items():
        _shaped(text, str, f"/questions/{name}")
    if missing := [name for name in REQUIRED if name not in data]:
        raise PackError(f'lacks the question for "{missing[0]}"', "/questions")
    return MappingProxyType(dict(data))


def _period(row: Mapping[str, Any], at: str) -> Period:
    """Files name the last day included; inside, a period is half-open."""
    first, last = (None if row.get(n) is None else _day(row[n], f"{at}/{n}") for n in ("first_day", "last_day"))
    try:
        return Period(first or date.min, last + timedelta(days=1) if last else OPEN_END)
    except DateError as error:
        raise PackError(str(error), f"{at}/last_day") from None


def _day(value: object, at: str) -> date:
    try:
        return parse_day(value)
    except DateError as error:
        raise PackError(str(error), at) from None


def _shaped(value: object, shape: type, at: str) -> None:
    if not isinstance(value, shape):
        raise PackError(f"must be {_SHAPES[shape]}", at)


def _shaped_as(value: Any, shape: type, at: str) -> Any:
    _shaped(value, shape, at)
    return value


def _check_texts(row: Mapping[str, Any], names: tuple[str, ...], at: str) -> None:
    for name in names:
        _shaped(row[name], str, f"{at}/{name}")


def _check_ids(rules: tuple[Rule, ...]) -> None:
    ids = [rule.id for rule in rules]
    for i, rule in enumerate(rules):
        if rule.id in ids[:i]:
            raise PackError(f'the id "{rule.id}" stands twice', f"/rules/{i}/id")
        named = (*rule.modifies, *rule.table.get("accompanies", {}).get("rules", ()))
        if missing := [other for other in named if other not in ids]:
            raise PackError(f'names "{missing[0]}", which is not a rule of this pack', f"/rules/{i}")
