"""Dossiers that are valid and otherwise at random, drawn field by field from the table of facts."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from deals import facts as f
from deals.agreements.words import GROUPS, ROLE_GROUPS
from deals.facts import FRACTIONS

Json = dict[str, Any]
NAMES = (
    "Aoba Compute",
    "小紅書",
    "小红书",
    "Bergwerk GmbH",
    "Bergwerk AG",
    "Oy Kivi Ab",
    "Ромашка",
    "한빛",
    "株式会社あおば",
    "S.p.A.",
)
WORDS = st.sampled_from(
    ["about", "“up to”", "約3億ドル", "до 300 млн", "an [to: x] b", "line\ttab".replace("\t", " "), "é", "a & b", "0"]
)
DAYS = st.dates(
    min_value=__import__("datetime").date(1995, 1, 1), max_value=__import__("datetime").date(2030, 12, 31)
).map(str)
FIGURES = st.decimals(min_value=0, max_value=10**9, places=2).map(str)
SHARES = st.sampled_from(["0", "0.5", "0.125", "1"])
_FIGURES_OF = {
    **dict.fromkeys(FRACTIONS, SHARES),
    "issue_price": st.sampled_from(["0.985", "1", "1.01"]),
    "margin_bps": st.sampled_from(["-25", "0", "1", "225", "650.5"]),
}
LISTS = tuple(entity.list for entity in (f.PARTY, f.STAKE, *f.ENTITIES, f.SITE, f.CAPACITY))


@st.composite
def amounts(draw: Any, *, money: bool, figures: Any = FIGURES) -> Json:
    kind = draw(st.sampled_from(["exact", "approx", "at least", "at most", "unknown", "range"]))
    needs = {
        "exact": ("point",),
        "approx": ("point",),
        "at least": ("low",),
        "at most": ("high",),
        "range": ("low", "high"),
    }
    values = sorted((draw(figures) for _ in needs.get(kind, ())), key=float)
    found = {"kind": kind, **dict(zip(needs.get(kind, ()), values, strict=True))}
    if money and kind != "unknown":
        found["currency"] = draw(st.sampled_from(["USD", "EUR", "CNY"]))
    return found | ({"words": draw(WORDS)} if draw(st.booleans()) else {})


@st.composite
def whens(draw: Any) -> Any:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    forms = [
        first,
        first[:7],
        first[:4],
        f"{first[:4]}-Q2",
        {"by": first},
        {"after": first},
        {"from": first, "to": last},
    ]
    return draw(st.sampled_from(forms))


def value(field: f.Field, keys: dict[str, list[str]], row: str) -> Any:
    """A strategy for one field, or None where nothing can be drawn."""
    later = (
        [key for key in keys.get(field.to, []) if key < row]
        if field.to in ("facilities", "contracts", "sites")
        else keys.get(field.to, [])
    )
    plain = {
        f.TEXT: WORDS, f.MONEY: amounts(money=True), f.WHEN: whens(), f.DAY: DAYS, f.COUNTRY: st.sampled_from(["JP", "SG"]),
        f.INTEGER: st.integers(0, 30_000), f.FLAG: st.booleans(), f.LIST: st.lists(WORDS, min_size=1, max_size=2).map(_short),
        f.QUANTITY: amounts(money=False, figures=_FIGURES_OF.get(field.name, FIGURES)),
        f.POSITION: st.just({"latitude": "35.6", "longitude": "-139.70001"}),
    }  # fmt: skip
    if field.type == f.CHOICE:
        return st.sampled_from(field.words)
    if field.type == f.REF:
        return st.sampled_from(later) if later else None
    if field.type == f.REFS:
        return st.lists(st.sampled_from(later), unique=True, min_size=1, max_size=2) if later else None
    if field.type == f.KEYS:
        return st.lists(st.sampled_from(keys["facilities"]), unique=True, max_size=2) if keys["facilities"] else None
    return None if field.type == f.ITEMS else plain[field.type]


def _short(texts: list[str]) -> list[str]:
    return [text[:12] for text in texts]


# Checked among themselves; the tests of refusals say how.
_LEFT_OUT = {
    "parties": {"members", "count_min", "count_max", "count_of", "reason_unnamed", "hq_country", "jurisdiction"},
    "facilities": {"maturity_date", "availability_start", "availability_end"},
    "roles": {"end", "group"}, "pricing": {"end"}, "covenants": {"end"}, "stakes": {"end"}, "events": {"ended", "source"}, "relations": {"to"},
    "hardware": {"model"},
}  # fmt: skip


@st.composite
def rows(draw: Any, entity: f.Entity, keys: dict[str, list[str]]) -> list[Json]:
    found = []
    for key in keys[entity.list]:
        row: Json = {"key": key}
        for field in entity.fields:
            drawn = value(field, keys, key)
            if field.name in _LEFT_OUT.get(entity.list, ()) or drawn is None:
                continue
            if field.required or draw(st.integers(0, 2)) == 0:
                row[field.name] = draw(drawn)
        if all(field.name in row for field in entity.fields if field.required):
            found.append(_fitting(draw, entity, row))
    return found


def _fitting(draw: Any, entity: f.Entity, row: Json) -> Json:
    if entity is f.PARTY:
        texts = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=2))
        row |= {"kind": draw(st.sampled_from(["company", "bank"])), "names": [{"text": text} for text in texts]}
    if entity.list == "roles":
        row["role"] = draw(st.sampled_from(["caretaker", *ROLE_GROUPS]))
        if row["role"] not in ROLE_GROUPS:
            row["group"] = draw(st.sampled_from(GROUPS))
    if entity is f.STAKE:
        row["share"] = {"kind": "exact", "point": "0.25"}
    return row


@st.composite
def dossiers(draw: Any) -> Json:
    """One whole dossier; every row of its lists rests on a claim."""
    keys = {name: [f"{name[0]}{n}" for n in range(draw(st.integers(0, 2)))] for name in LISTS} | {"entries": []}
    keys["sources"] = ["s1", "s2"]
    lists = {}
    for entity in (f.PARTY, f.STAKE, f.SITE, f.CAPACITY, *f.ENTITIES):
        lists[entity.list] = draw(rows(entity, keys))
        keys[entity.list] = (
            [row["key"] for row in lists[entity.list]] if entity.list != "hardware" else keys["hardware"]
        )
    lists["stakes"] = [row for row in lists["stakes"] if row["owner"] != row["owned"]]
    _drop_dangling(lists)
    at = [f"/{name}/{row['key']}" for name, found in lists.items() if name != "parties" for row in found]
    sources = [
        {"key": key, "kind": "wire", "publisher": f"Paper {key}", "published": draw(DAYS)} for key in keys["sources"]
    ]
    sources[1] |= {"url": "https://paper.example/1", "links": [{"kind": "re-reports", "to": "s1"}]}
    claims: list[Json] = [{"source": "s1", "at": at}] if at else []
    claims += [{"source": "s2", "at": path, "value": {"words": draw(WORDS)}, "words": draw(WORDS)} for path in at[:2]]
    claims += _other_values(draw, lists)
    given = {name: found for name, found in lists.items() if found}
    deal = {"key": "random", "title": draw(WORDS), "labels": draw(st.lists(WORDS, max_size=2, unique=True))}
    return {"schema": "deal-dossier/1", "deal": deal, **given, "sources": sources, "claims": claims}


def _drop_dangling(lists: dict[str, list[Json]]) -> None:
    """Hardware is named before it is drawn; whatever names a line that was not drawn lets it go."""
    lines = {row["key"] for row in lists["hardware"]}
    for row in (*lists["pledges"], *lists["events"]):
        if row.get("line") not in lines:
            row.pop("line", None)
    known = {name: {row["key"] for row in found} for name, found in lists.items()}
    for entity in (*f.ENTITIES, *f.SHARED):
        for row in lists[entity.list]:
            for field in entity.fields:
                if (
                    field.type == f.REF
                    and field.name in row
                    and row[field.name] not in known.get(field.to, {"s1", "s2"})
                ):
                    del row[field.name]


def _other_values(draw: Any, lists: dict[str, list[Json]]) -> list[Json]:
    return [
        {"source": "s2", "at": f"/facilities/{row['key']}/amount", "value": draw(amounts(money=True)), "relation": "contradicts",
         "quote": {"exact": "as it says", "page": 3}, "attribution": "document"}
        for row in lists["facilities"]
    ]  # fmt: skip
