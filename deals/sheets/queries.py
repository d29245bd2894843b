"""Rows → bundles, in a fixed number of statements however many deals are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from deals import facts
from deals.sheets.calc.bundle import Bundle, Row, StandingValue
from deals.sheets.calc.one_name import joined, renamed, standings_joined
from deals.sheets.own_days import with_own_days
from deals.sheets.parents import load_parents, parents_behind
from dealtracker.bulk import array, select
from dealtracker.evidence.models import Standing
from dealtracker.evidence.rules.values import StandingRow
from dealtracker.money import minor_units, plain
from dealtracker.periods import When
from parties.register.merged import Merged, merged_among

Standings = dict[UUID, list[StandingRow]]
_STANDING = tuple(field.name for field in dataclass_fields(StandingRow))
_REMOVED = "- '{compartment_id,deal_id,recorded_at,normalised,digest,booked_at}'::text[]"
# A deal and all that it consists of: (what it is, deal, row). Links and sites are pairs: who is linked with whom, a site and
# its key.
_FACTS = " UNION ALL ".join(
    [
        """SELECT 'deal', d.id::text, to_jsonb(d) || jsonb_build_object('wall', c.name)
        FROM deals_deal d JOIN access_compartment c ON c.id = d.compartment_id WHERE d.id = ANY(%(deals)s)""",
        f"""SELECT 'replies', r.deal::text, to_jsonb(r) {_REMOVED}
            || jsonb_build_object('known', s.published_to, 'recorded', r.recorded_at::date)
        FROM evidence_reply r JOIN deals_deal d ON d.id = r.deal AND d.compartment_id = r.compartment_id
        LEFT JOIN evidence_source s ON s.id = r.source_id WHERE r.deal = ANY(%(deals)s)""",
        *(
            f"SELECT '{e.list}', deal_id::text, to_jsonb(t) {_REMOVED} FROM {e.model._meta.db_table} t"
            f" WHERE deal_id = ANY(%(deals)s)"
            for e in facts.ENTITIES
        ),
        """SELECT 'relies_on', f.deal_id::text, jsonb_build_array(facility_id, contract_id)
        FROM deals_facility_relies_on r JOIN deals_facility f ON f.id = facility_id WHERE f.deal_id = ANY(%(deals)s)""",
        """SELECT 'financed_by', l.deal_id::text, jsonb_build_array(hardwareline_id, facility_id)
        FROM deals_hardwareline_financed_by r JOIN deals_hardwareline l ON l.id = hardwareline_id
        WHERE l.deal_id = ANY(%(deals)s)""",
        "SELECT 'sites', deal_id::text, jsonb_build_array(site_id, key) FROM deals_dealsite WHERE deal_id = ANY(%(deals)s)",
    ]
)
_LINKS = ("relies_on", "financed_by")
_JSON = ("{", "[")
_PARTIES = f"""
SELECT to_jsonb(p) {_REMOVED} || jsonb_build_object('names', coalesce((
    SELECT jsonb_agg(jsonb_strip_nulls(to_jsonb(n) - '{{id,party_id,compartment_id,normalised,searched}}'::text[])
        ORDER BY n."primary" DESC, n.text, n.kind) FROM parties_partyname n WHERE n.party_id = p.id), '[]'),
    'identifiers', coalesce((SELECT jsonb_agg(jsonb_build_object('scheme', i.scheme, 'value', i.value) ORDER BY i.scheme,
        i.value) FROM parties_identifier i WHERE i.party_id = p.id), '[]'))
FROM parties_party p WHERE p.id = ANY(%(ids)s)
"""
_SITES = f"""
SELECT s.id, to_jsonb(s) {_REMOVED} || jsonb_build_object('capacities', coalesce((
    SELECT jsonb_agg(to_jsonb(c) - '{{compartment_id,site_id}}'::text[] ORDER BY c.key)
    FROM deals_sitecapacity c WHERE c.site_id = s.id), '[]'))
FROM deals_site s WHERE s.id = ANY(%(ids)s)
"""
_SOURCES = f"""
WITH cited AS (
    SELECT subject AS deal, source_id AS source FROM evidence_claim
        WHERE subject = ANY(%(deals)s) AND state = 'accepted'
    UNION SELECT deal, source_id FROM evidence_reply WHERE deal = ANY(%(deals)s) AND source_id IS NOT NULL
    UNION SELECT deal_id, source_id FROM deals_ledgerentry WHERE deal_id = ANY(%(deals)s)
)
SELECT cited.deal, to_jsonb(s) {_REMOVED} || jsonb_build_object('links', coalesce((
    SELECT jsonb_agg(jsonb_build_object('kind', l.kind, 'to', l.to_id, 'basis', l.basis) ORDER BY l.kind, l.to_id)
    FROM evidence_sourcelink l WHERE l.source_id = s.id), '[]'))
FROM cited JOIN evidence_source s ON s.id = cited.source ORDER BY s.published_to, s.publisher, s.id
"""
_CLAIMS = """
SELECT subject::text, target::text, field, count(*) FROM evidence_claim WHERE subject = ANY(%(subjects)s) AND state = 'accepted'
GROUP BY 1, 2, 3
"""
_MODELS = """
SELECT jsonb_build_object('id', id, 'slug', slug, 'vendor', vendor, 'name', name, 'tpp', tpp::text)
FROM deals_hardwaremodel
"""
_PARTY_FIELDS = {
    e.list: [f.column for f in e.fields if f.type == facts.REF and f.to == "parties"] for e in facts.ENTITIES
}
_PARTY_NAMES = {name: [column.removesuffix("_id") for column in columns] for name, columns in _PARTY_FIELDS.items()}
_SITE_FIELDS = {e.list: [f.column for f in e.fields if f.type == facts.REF and f.to == "sites"] for e in facts.ENTITIES}
_WHEN_FIELDS = {e.list: [f.name for f in e.fields if f.type == facts.WHEN] for e in facts.ENTITIES}
_RENAMED = {e.list: {f.column: f.name for f in e.fields if f.column != f.name} for e in facts.ENTITIES}
# References that a dossier writes as words: a chip by its name, a deal by its reference.
_RENAMED["hardware"]["model_id"] = "model"
_RENAMED["relations"]["to_id"] = "to"


def load(deals: Iterable[UUID], *, standing: Standings | None = None) -> dict[UUID, Bundle]:
    """The bundles of these deals, as far as the walls of this transaction show them; `standing` says what stands for some
    subjects, for who has just worked that out."""
    ids, told = sorted(set(deals)), dict(standing or {})
    facts_of = _facts(ids)
    found, by_deal, replies, sites_of = facts_of.deals, facts_of.rows, facts_of.replies, facts_of.sites
    _add_standings(told, list(found))
    # Parties and sites that stood where another stands now: an earlier day's view names them.
    stood = {deal: {row.value["ref"] for row in told[deal] if _names(row.value)} for deal in found}
    sources = _grouped(_SOURCES, ids)
    parties, judged = _parties(by_deal, replies, stood)
    sites = _sites(by_deal, sites_of, stood)
    subjects = [*found, *map(UUID, parties), *map(UUID, sites)]
    _add_standings(told, subjects)
    standings, counts = {str(key): _values(told[key]) for key in subjects}, _counts(subjects)
    models, above = _models(by_deal), load_parents({*map(UUID, parties)})
    walls = {row["compartment_id"] for row in found.values()}
    named = {wall: _as_one(parties, standings, judged, parents_behind(above, UUID(wall)), wall) for wall in walls}
    return {
        deal: _bundle(
            row, by_deal[deal], named[row["compartment_id"]], sites, sites_of[deal], models, sources[deal],
            with_own_days(replies.get(deal, ())), counts, stood[deal]
        )
        for deal, row in found.items()
    }  # fmt: skip


@dataclass(frozen=True)
class _Named:
    """Parties, standings and owners as rows behind one wall name them, and who stands for whom there."""

    parties: dict[str, Row]
    standings: dict[str, list[StandingValue]]
    parents: dict[str, list[Row]]
    stands: dict[str, str]


def _as_one(
    parties: dict[str, Row], standings: dict[str, list[StandingValue]], judged: Merged, parents: dict[str, list[Row]], wall: str
) -> _Named:  # fmt: skip
    stands = {str(record): str(one) for record, one in judged.changed(wall=UUID(wall)).items()}
    if not stands:
        return _Named(parties, standings, parents, stands)
    known, merged = dict(standings), defaultdict[str, list[str]](list)
    for record in sorted(stands.keys() & parties.keys()):
        merged[stands[record]].append(record)
    rows = {key: {**row, "members": [stands.get(m, m) for m in row["members"]]} if "members" in row else row
            for key, row in parties.items()}  # fmt: skip
    for one, records in merged.items():
        others = [standing for record in records for standing in standings.get(record, ())]
        rows[one] = joined(rows[one], [rows[record] for record in records])
        known[one] = standings_joined(standings.get(one, ()), others, one)
    return _Named(rows, known, parents, stands)


def _bundle(
    deal: Row, rows: dict[str, list[Row]], named_as: _Named, sites: dict[str, Row], own_sites: Sequence[Any],
    models: dict[str, Row], sources: list[Row], replies: list[Row], counts: dict[str, dict[tuple[str, str], int]],
    stood: set[str],
) -> Bundle:  # fmt: skip
    parties, standings, stands = named_as.parties, named_as.standings, named_as.stands
    if stands:
        rows = {name: [renamed(row, _PARTY_NAMES[name], stands) for row in found] for name, found in rows.items()}
        replies = [renamed(row, ("party_id",), stands) for row in replies]
    who = _referred(rows, _PARTY_FIELDS) | {reply["party_id"] for reply in replies} | {stands.get(key, key) for key in stood}
    members = {member for key in who if key in parties for member in parties[key].get("members", ())}
    where = dict(own_sites)
    named = {key: parties[key] for key in sorted(who | members) if key in parties}
    here = {
        key: {**sites[key], "key": where.get(key, "")}
        for key in sorted(_referred(rows, _SITE_FIELDS) | set(where) | stood)
        if key in sites
    }
    subjects = [deal["id"], *named, *here]
    standing = [s for key in subjects for s in standings.get(key, ())]
    claimed = [s.value for s in standing if s.field == "model" and isinstance(s.value, str)]
    used = dict.fromkeys([*(row["model"] for row in rows["hardware"] if row.get("model")), *claimed])
    return Bundle(
        deal=deal, rows=rows, parties=named, sites=here, models={key: models[key] for key in used if key in models},
        sources=sources, replies=replies, standings=standing,
        counts={pair: n for key in subjects for pair, n in counts.get(key, {}).items()},
        merged=stands, parents={key: named_as.parents[key] for key in named if key in named_as.parents},
    )  # fmt: skip


def _rows(sql: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {name: array(ids) for name, ids in values.items()})
        return [
            tuple([orjson.loads(cell) if isinstance(cell, str) and cell[:1] in _JSON else cell for cell in row]) for row in cursor
        ]


@dataclass(frozen=True)
class _Facts:
    """The deals, and of each its rows by list, its replies, and its sites with their keys, all in the order of keys."""

    deals: dict[UUID, Row]
    rows: dict[UUID, dict[str, list[Row]]]
    replies: dict[UUID, list[Row]]
    sites: dict[UUID, list[tuple[str, str]]]


def _facts(ids: Sequence[UUID]) -> _Facts:
    told = [(name, UUID(deal), row) for name, deal, row in _rows(_FACTS, deals=ids)]
    linked: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, row, to in sorted((name, *row) for name, _, row in told if name in _LINKS):
        linked[name, row].append(to)
    deals = {deal: row for name, deal, row in told if name == "deal"}
    rows: dict[UUID, dict[str, list[Row]]] = {deal: {e.list: [] for e in facts.ENTITIES} for deal in deals}
    for name, deal, row in told:
        if deal in rows and name in rows[deal]:
            rows[deal][name].append(_fact(name, row, linked))
    for lists in rows.values():
        for found in lists.values():
            found.sort(key=_key)
    replies, sites = defaultdict[UUID, list[Row]](list), defaultdict[UUID, list[tuple[str, str]]](list)
    for deal, row in sorted(((deal, row) for name, deal, row in told if name == "replies"), key=lambda one: one[1]["key"]):
        replies[deal].append(row)
    for key, deal, site in sorted((row[1], deal, row[0]) for name, deal, row in told if name == "sites"):
        sites[deal].append((site, key))
    return _Facts(deals, rows, replies, sites)


def _key(row: Row) -> str:
    return str(row["key"])


def _fact(name: str, row: Row, linked: dict[tuple[str, str], list[str]]) -> Row:
    """One row under its JSON names; what is empty is left out."""
    for column in _WHEN_FIELDS[name]:
        if row.get(column):
            row[column] = When.parse(row[column]).to_json()
    for link in _LINKS:
        if (link, row["id"]) in linked:
            row[link] = linked[link, row["id"]]
    if name == "entries":
        row = _in_currency(row)
    names = _RENAMED[name]
    return {names.get(key, key): value for key, value in row.items() if value or value == 0}


def _in_currency(row: Row) -> Row:
    """An entry's minor units as amounts, the way a dossier writes them."""
    currency = row.pop("currency")
    for part in ("amount", "drawn", "outstanding", "capitalised"):
        if minor := row.pop(f"{part}_minor"):
            point = plain(Decimal(minor).scaleb(-minor_units(currency)))
            row[part] = {"kind": "exact", "point": point, "currency": currency}
    return row


def _referred(rows: dict[str, list[Row]], fields: dict[str, list[str]]) -> set[str]:
    return {
        row[column.removesuffix("_id")]
        for name, columns in fields.items()
        for column in columns
        for row in rows[name]
        if row.get(column.removesuffix("_id"))
    }


def _parties(
    by_deal: dict[UUID, dict[str, list[Row]]], replies: dict[UUID, list[Row]], stood: Mapping[UUID, set[str]]
) -> tuple[dict[str, Row], Merged]:
    """Every party that is or was named, and every record that was judged to be one with one of them."""
    keys = {key for rows in by_deal.values() for key in _referred(rows, _PARTY_FIELDS)}
    keys |= {row["party_id"] for found in replies.values() for row in found}
    keys = keys.union(*stood.values())
    members = _rows(
        "SELECT from_party_id, to_party_id FROM parties_party_members WHERE from_party_id = ANY(%(ids)s) ORDER BY 1, 2",
        ids=keys,
    )
    keys |= {str(to) for _, to in members}
    judged = merged_among(map(UUID, keys))
    found = {row["id"]: row for (row,) in _rows(_PARTIES, ids=keys | set(map(str, judged.records())))}
    for group, member in members:
        if str(group) in found:
            found[str(group)].setdefault("members", []).append(str(member))
    return found, judged


def _sites(
    by_deal: dict[UUID, dict[str, list[Row]]], sites_of: dict[UUID, list[tuple[str, str]]], stood: Mapping[UUID, set[str]]
) -> dict[str, Row]:
    keys = set().union(*(_referred(rows, _SITE_FIELDS) for rows in by_deal.values())) if by_deal else set()
    keys |= {site for pairs in sites_of.values() for site, _ in pairs}
    keys = keys.union(*stood.values())
    found = {row["id"]: row for _, row in _rows(_SITES, ids=keys)}
    for capacity in (one for row in found.values() for one in row["capacities"] if one["by"]):
        capacity["by"] = When.parse(capacity["by"]).to_json()
    return found


def _models(by_deal: dict[UUID, dict[str, list[Row]]]) -> dict[str, Row]:
    """The catalogue by slug; lines come to name their model by slug too, as claims do."""
    found = [row for (row,) in _rows(_MODELS)]
    slugs = {row["id"]: row["slug"] for row in found}
    for rows in by_deal.values():
        for line in rows["hardware"]:
            if "model" in line:
                line["model"] = slugs[line["model"]]
    return {row["slug"]: row for row in found}


def _grouped(sql: str, ids: Sequence[UUID]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for deal, row in _rows(sql, deals=ids):
        found[UUID(str(deal))].append(row)
    return found


def _add_standings(told: Standings, subjects: Iterable[UUID]) -> None:
    """What stands for those of which it is not told yet, as it is stored."""
    asked = [key for key in subjects if key not in told]
    told |= {key: [] for key in asked}
    if asked:
        for cells in select(Standing, _STANDING, owner="subject", of=asked):
            told[cells[0]].append(StandingRow(*cells))


def _names(value: Any) -> bool:
    return isinstance(value, dict) and "ref" in value


def _values(rows: Iterable[StandingRow]) -> list[StandingValue]:
    return [
        StandingValue(
            str(s.target), s.field, s.value, s.certainty, str(s.stated_by) if s.stated_by else None, s.contested,
            s.sources, s.origins, s.newsrooms, s.known_from, s.known_to,
        )
        for s in sorted(rows, key=lambda s: (str(s.target), s.field, s.known_from))
    ]  # fmt: skip


def _counts(subjects: Sequence[UUID]) -> dict[str, dict[tuple[str, str], int]]:
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for subject, target, field, count in _rows(_CLAIMS, subjects=subjects):
        found[subject][target, field] = count
    return found
