"""Everything known of one deal as plain values, and the same as it was known on an earlier day. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

from deals.sheets.calc.parents import known_parents
from dealtracker.ids import public_id
from dealtracker.money import Amount
from dealtracker.periods import OPEN_END

Row = dict[str, Any]
# The roles whose parties name a deal, the first that is known.
_TITLED = ("borrower", "issuer", "co-borrower", "lessor", "sponsor", "buyer")
# What a row comes to in the course of time: where it has claims of its own, who named the row earlier did not state it.
_TURNS = frozenset({"state", "by", "tests"})


@dataclass(frozen=True)
class StandingValue:
    """What one field of one row stood at while known_from <= day < known_to."""

    target: str
    field: str
    value: Any
    certainty: str
    stated_by: str | None
    contested: str
    sources: int
    origins: int
    newsrooms: int
    known_from: date
    known_to: date

    def brief(self) -> Row:
        """The JSON that stands beside a value."""
        by = public_id("party", self.stated_by) if self.stated_by else None
        rest = {"by": by, "contested": self.contested}
        return {
            "certainty": self.certainty,
            "sources": self.sources,
            "origins": self.origins,
            "newsrooms": self.newsrooms,
            **{name: value for name, value in rest.items() if value},
        }


@dataclass(frozen=True)
class Bundle:
    """One deal's facts by list, what they refer to, and the evidence they rest on; ids are text."""

    deal: Row
    rows: dict[str, list[Row]]
    parties: dict[str, Row] = field(default_factory=dict)
    sites: dict[str, Row] = field(default_factory=dict)
    models: dict[str, Row] = field(default_factory=dict)
    sources: list[Row] = field(default_factory=list)
    replies: list[Row] = field(default_factory=list)
    standings: list[StandingValue] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    # Records of parties that another record stands for, already called by it in everything above.
    merged: dict[str, str] = field(default_factory=dict)
    # Ultimate parents over time of the parties that have any, as `deals.sheets.parents` reads them.
    parents: dict[str, list[Row]] = field(default_factory=dict)
    # What parties on lists own of a party, as the reader's own judgements have it; never part of a stored sheet.
    listed: dict[str, Amount] = field(default_factory=dict)

    @cached_property
    def claims(self) -> dict[str, int]:
        """Row → how many claims speak of it or of one of its fields."""
        found: dict[str, int] = {}
        for (target, _), number in self.counts.items():
            found[target] = found.get(target, 0) + number
        return found


def known_from(bundle: Bundle) -> date | None:
    """The first day on which anything of this deal was published; before it the deal does not exist."""
    own = _own_targets(bundle)
    return min((s.known_from for s in bundle.standings if s.target in own), default=None)


def known_days(bundle: Bundle) -> set[date]:
    """The days on which `seen_on` comes to show something else."""
    days = {day for s in bundle.standings for day in (s.known_from, s.known_to) if day < OPEN_END}
    told = {row["published_to"] for row in bundle.sources} | {row.get("known") for row in bundle.replies}
    told |= {row["known_from"] for rows in bundle.parents.values() for row in rows}
    return days | {date.fromisoformat(day) for day in told if day}


def seen_on(bundle: Bundle, known_on: date) -> Bundle:
    """The bundle as known at the end of that day: rows not yet published are gone, contested values stand as then."""
    standing = _standing_by_target([s for s in bundle.standings if s.known_from <= known_on < s.known_to])
    sources = [row for row in bundle.sources if row["published_to"] <= known_on.isoformat()]
    awaited = _awaited(bundle.standings, standing)
    rows = {name: _seen(_without(rows, awaited), standing) for name, rows in bundle.rows.items()}
    rows["entries"] = _booked(bundle.rows["entries"], standing, sources)
    later = any(s.known_from > known_on for s in bundle.standings)
    replies = [row for row in bundle.replies if (row.get("known") or "") <= known_on.isoformat()]
    named = _named(bundle.parties, (*chain.from_iterable(rows.values()), *replies))
    return replace(
        bundle,
        deal={**bundle.deal, "title": _title_then(rows, bundle.parties)} if later else bundle.deal,
        rows=rows,
        parties={key: _party_seen(row, standing.get(key, {})) for key, row in bundle.parties.items() if key in named},
        sites={row["id"]: _site_seen(row, standing, awaited) for row in _seen(bundle.sites.values(), standing)},
        sources=sources,
        parents={key: known_parents(rows, known_on) for key, rows in bundle.parents.items()},
        replies=replies,
    )


def _named(parties: Mapping[str, Row], rows: Iterable[Row]) -> set[str]:
    """The parties that these rows name, and the members of groups among them: of others nothing is known yet."""
    said = [value for row in rows for value in row.values() if isinstance(value, (str, list))]
    flat = chain.from_iterable([value] if isinstance(value, str) else value for value in said)
    named = {part for part in flat if isinstance(part, str) and part in parties}
    return named | {member for key in named for member in parties[key].get("members", ()) if member in parties}


def _own_targets(bundle: Bundle) -> set[str]:
    return {row["id"] for rows in bundle.rows.values() for row in rows} | {bundle.deal["id"]}


def _standing_by_target(standings: Iterable[StandingValue]) -> dict[str, dict[str, StandingValue]]:
    found: dict[str, dict[str, StandingValue]] = {}
    for standing in standings:
        found.setdefault(standing.target, {})[standing.field] = standing
    return found


def _awaited(standings: Iterable[StandingValue], standing: dict[str, dict[str, StandingValue]]) -> dict[str, set[str]]:
    """Row → what of its course is stated on other days alone."""
    found: dict[str, set[str]] = {}
    for one in standings:
        if one.field in _TURNS and one.field not in standing.get(one.target, ()):
            found.setdefault(one.target, set()).add(one.field)
    return found


def _without(rows: Iterable[Row], awaited: Mapping[str, set[str]]) -> list[Row]:
    return [
        {name: value for name, value in row.items() if name not in awaited[row["id"]]} if row["id"] in awaited else row
        for row in rows
    ]


def _site_seen(row: Row, standing: dict[str, dict[str, StandingValue]], awaited: Mapping[str, set[str]]) -> Row:
    """A site with those of its capacities of which something was published by then."""
    return {**row, "capacities": _seen(_without(row.get("capacities", ()), awaited), standing)}


def _seen(rows: Iterable[Row], standing: dict[str, dict[str, StandingValue]]) -> list[Row]:
    """Rows that rest on something published by then, with the values that stood and what they rest on."""
    return [_overlaid(row, standing[row["id"]]) for row in rows if row["id"] in standing]


def _title_then(rows: dict[str, list[Row]], parties: dict[str, Row]) -> str:
    """A deal's title is ours and may tell what was published later; an earlier day has one made of what was known."""
    named = [
        row for wanted in _TITLED for row in rows["roles"] if row.get("role") == wanted and row.get("party") in parties
    ]
    first = list(
        dict.fromkeys(parties[row["party"]]["name"] for row in (named or rows["roles"]) if row.get("party") in parties)
    )
    kinds = list(dict.fromkeys(row["kind"] for row in rows["facilities"] if "kind" in row))
    return f"{' and '.join(first[:2]) or 'parties not named'}: {', '.join(kinds[:2]) or 'financing'}"


def _booked(entries: Iterable[Row], standing: dict[str, dict[str, StandingValue]], sources: list[Row]) -> list[Row]:
    """Entries cite one source themselves: they are known from its day on, claimed or not."""
    cited = {row["id"]: row for row in sources}
    known = [row for row in entries if row["id"] in standing or row.get("source") in cited]
    return [
        _overlaid(row, standing[row["id"]]) if row["id"] in standing else _by_source(row, cited[row["source"]])
        for row in known
    ]


def _by_source(row: Row, source: Row) -> Row:
    read = source["kind"] in ("filing", "contract", "register", "file") and source["read"]
    brief = {"certainty": "documented" if read else "reported", "sources": 1, "origins": 1, "newsrooms": 0}
    return {**row, "standing": brief, "standings": {}}


def _overlaid(row: Row, fields: dict[str, StandingValue]) -> Row:
    """The row with its values as they stood; words that fit no field's type stand apart under "said"."""
    whole = fields.get("") or min(fields.values(), key=lambda s: (s.known_from, s.field))
    values = {name: _plain(s.value) for name, s in fields.items() if name and s.value is not None}
    said = {
        name: value["words"] for name, value in values.items() if isinstance(value, dict) and set(value) == {"words"}
    }
    kept = {name: value for name, value in {**row, **values}.items() if name not in said}
    briefs = {name: s.brief() for name, s in fields.items() if name}
    return {**kept, "standing": whole.brief(), "standings": briefs, **({"said": said} if said else {})}


def _plain(value: Any) -> Any:
    """References without their wrapping: the id, or the ids."""
    names = set(value) if isinstance(value, dict) else set()
    return value[names.pop()] if names in ({"ref"}, {"refs"}) else value


def _party_seen(row: Row, fields: dict[str, StandingValue]) -> Row:
    """A party with only those of its places that somebody had stated by then."""
    stated = {name for name in ("hq_country", "jurisdiction") if name in fields or "" in fields}
    kept = {name: value for name, value in row.items() if name not in ("hq_country", "jurisdiction") or name in stated}
    return _overlaid(kept, fields) if fields else {**kept, "standings": {}}
