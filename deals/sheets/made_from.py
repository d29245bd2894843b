"""What derived rows were made from, so that a deal of which nothing changed is told apart without being worked out.

A row of PostgreSQL is never changed in place: each change writes a new version of it, which its table, its place and the
transaction that wrote it name for good. Equal sums over the versions of all rows that a deal rests on, and of all
derived from them, therefore mean that nothing was changed in between, by whatever way. The cluster is part of it, since
a copy restored elsewhere counts its transactions anew; so are the day, and the program itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from deals import facts
from deals.sheets.models import RefreshState
from deals.sheets.program import PROGRAM
from dealtracker.bulk import array
from dealtracker.ids import fingerprint


def _version(row: str) -> str:
    return f"hash_record_extended(({row}.tableoid, {row}.ctid, {row}.xmin), 0)"


def _of(table: str, owner: str, *, named: str, wanted: str) -> str:
    """(owner, version) of the table's rows whose `owner` is among `wanted`, under the name `named`."""
    return f"SELECT t.{owner} AS {named}, {_version('t')} AS version FROM {table} t JOIN {wanted} ON {wanted}.{named} = t.{owner}"


def _referring(to: str) -> list[str]:
    return [
        f"SELECT t.deal_id, t.{f.column} FROM {e.model._meta.db_table} t JOIN asked ON asked.deal = t.deal_id"
        for e in facts.ENTITIES
        for f in e.fields
        if f.type == facts.REF and f.to == to
    ]


# Everything that counts by itself, whatever the deal: small tables, read whole.
SHARED = ("access_compartment", "deals_hardwaremodel", "deals_rulepack", "parties_mergejudgement")
_BY_DEAL = {
    "deals_deal": "id", "deals_dealsite": "deal_id", "evidence_reply": "deal",
    **{e.model._meta.db_table: "deal_id" for e in facts.ENTITIES},
}  # fmt: skip
_LINKS = {
    "deals_facility_relies_on": ("deals_facility", "facility_id"),
    "deals_hardwareline_financed_by": ("deals_hardwareline", "hardwareline_id"),
}
_BY_SUBJECT = {
    "parties_party": "id", "parties_partyname": "party_id", "parties_identifier": "party_id",
    "parties_party_members": "from_party_id", "parties_lineage": "party", "deals_site": "id", "deals_sitecapacity": "site_id",
    "evidence_claim": "subject",
}  # fmt: skip
# What stands at the top of a party, and the stakes on the way: told by other subjects' claims.
_BY_TOP = {"parties_party": "id", "evidence_claim": "target", "evidence_standing": "target"}
_BY_SOURCE = {"evidence_source": "id", "evidence_sourcelink": "source_id"}
DERIVED = {
    "deals_sheet": "deal", "deals_facet": "deal", "deals_searchentry": "target", "deals_stageperiod": "deal",
    "deals_exposureperiod": "deal", "deals_finding": "deal",
}  # fmt: skip
TABLES = frozenset({*SHARED, *_BY_DEAL, *_LINKS, *_BY_SUBJECT, *_BY_TOP, *_BY_SOURCE, *DERIVED})

_UNION = "\n    UNION ALL "
_NAMES = "\n    UNION ".join(
    [
        "SELECT deal, deal AS subject FROM asked",
        "SELECT t.deal, t.party_id FROM evidence_reply t JOIN asked ON asked.deal = t.deal",
        "SELECT t.deal_id, t.site_id FROM deals_dealsite t JOIN asked ON asked.deal = t.deal_id",
        *_referring("parties"),
        *_referring("sites"),
        *(
            f"SELECT t.subject, (t.value ->> 'ref')::uuid FROM {table} t JOIN asked ON asked.deal = t.subject WHERE t.value ? 'ref'"
            for table in ("evidence_claim", "evidence_standing")
        ),
    ]
)
_SUBJECTS = _UNION.join(_of(table, owner, named="subject", wanted="each_one") for table, owner in _BY_SUBJECT.items())
_TOPS = _UNION.join(
    f"SELECT top.party AS subject, {_version('t')} AS version FROM {table} t JOIN top ON top.target = t.{owner}"
    for table, owner in _BY_TOP.items()
)
_SOURCES = _UNION.join(
    f"SELECT i.subject, {_version('t')} AS version FROM {table} t JOIN involved i ON i.source = t.{owner}"
    for table, owner in _BY_SOURCE.items()
)
# Whether a correction states anything, about whatever subject, decides how far it reaches.
_CORRECTIONS = f"""SELECT i.subject, {_version('t')} AS version FROM evidence_claim t JOIN involved i ON i.source = t.source_id
WHERE t.source_id IN (SELECT source_id FROM evidence_sourcelink WHERE kind = 'corrects')"""
_DEALS = _UNION.join(
    [
        *(_of(table, owner, named="deal", wanted="asked") for table, owner in _BY_DEAL.items()),
        *(
            f"SELECT o.deal_id, {_version('t')} FROM {table} t JOIN {of} o ON o.id = t.{owner} JOIN asked ON asked.deal = o.deal_id"
            for table, (of, owner) in _LINKS.items()
        ),
    ]
)
_MADE = _UNION.join(_of(table, owner, named="deal", wanted="asked") for table, owner in DERIVED.items())
# Groups lead to their members and records to those judged one with them; sources to what they go back to, and to what
# corrects or retracts one of those.
_RESTING = f"""
WITH RECURSIVE asked AS (SELECT unnest(%(deals)s::uuid[]) AS deal
), near AS (
    SELECT from_party_id AS one, to_party_id AS other FROM parties_party_members
    UNION SELECT a_id, b_id FROM parties_mergejudgement UNION SELECT b_id, a_id FROM parties_mergejudgement
), named(deal, subject) AS (
    SELECT deal, subject FROM ({_NAMES}) first WHERE subject IS NOT NULL
    UNION SELECT named.deal, near.other FROM named JOIN near ON near.one = named.subject
), each_one AS (SELECT DISTINCT subject FROM named
), top AS (
    SELECT l.party, unnest(l.stakes || l.ultimate) AS target FROM parties_lineage l JOIN each_one e ON e.subject = l.party
), involved(subject, source) AS (
    SELECT subject, source FROM (
        SELECT c.subject, c.source_id AS source FROM evidence_claim c JOIN each_one USING (subject)
        UNION SELECT top.party, c.source_id FROM evidence_claim c JOIN top ON top.target = c.target
        UNION SELECT r.deal, r.source_id FROM evidence_reply r JOIN asked ON asked.deal = r.deal WHERE r.source_id IS NOT NULL
        UNION SELECT e.deal_id, e.source_id FROM deals_ledgerentry e JOIN asked ON asked.deal = e.deal_id) cited
    UNION SELECT involved.subject, next.id FROM involved CROSS JOIN LATERAL (
        SELECT to_id AS id FROM evidence_sourcelink WHERE source_id = involved.source
        UNION ALL SELECT source_id FROM evidence_sourcelink WHERE to_id = involved.source AND kind IN ('corrects', 'retracts')
    ) next
), told AS (
    SELECT subject, sum(version) AS total FROM ({_SUBJECTS}
    UNION ALL {_TOPS}
    UNION ALL {_SOURCES}
    UNION ALL {_CORRECTIONS}) rows GROUP BY subject
), stood AS (
    SELECT subject, sum(version) AS total FROM ({_of("evidence_standing", "subject", named="subject", wanted="each_one")}) rows
    GROUP BY subject
), of_deal AS (SELECT deal, sum(version) AS total FROM ({_DEALS}) rows GROUP BY deal
), made AS (SELECT deal, sum(version) AS total FROM ({_MADE}) rows GROUP BY deal
), made_of_named AS (
    SELECT named.deal, sum(stood.total) AS total FROM named LEFT JOIN stood USING (subject) GROUP BY named.deal
), facts_of_named AS (
    SELECT named.deal, sum(told.total) AS total FROM named LEFT JOIN told USING (subject) GROUP BY named.deal
)
"""
_DERIVED = "concat(made.total, '/', made_of_named.total)"
_FROM = "FROM asked LEFT JOIN made USING (deal) LEFT JOIN made_of_named USING (deal)"
_BOTH = f"""{_RESTING} SELECT asked.deal, concat(of_deal.total, '/', facts_of_named.total), {_DERIVED}
{_FROM} LEFT JOIN of_deal USING (deal) LEFT JOIN facts_of_named USING (deal)"""
# What is not asked for is not worked out.
_ALONE = f"{_RESTING} SELECT asked.deal, {_DERIVED} {_FROM}"
_WHOLE = "SELECT (SELECT system_identifier FROM pg_control_system()), current_database()" + "".join(
    f", (SELECT sum({_version('t')}) FROM {table} t)" for table in SHARED
)


@dataclass(frozen=True)
class Versions:
    """Names the versions of the rows that a deal rests on, and of those derived from them."""

    rested: str
    made: str


def versions(deals: Collection[UUID]) -> dict[UUID, Versions]:
    """Of each of these deals. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_BOTH, {"deals": array(deals)})
        return {deal: Versions(rested, made) for deal, rested, made in cursor}


def versions_made(deals: Collection[UUID]) -> dict[UUID, str]:
    """Those of the derived rows alone, for what was just derived. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, {"deals": array(deals)})
        return dict(cursor.fetchall())


def around(today: date) -> str:
    """What holds for every deal alike: the day, the program, the cluster and the tables that all of them read. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_WHOLE)
        return " ".join(map(str, (today, PROGRAM, *cursor.fetchone())))


def prints(*, around: str, rested: Mapping[UUID, Versions], made: Mapping[UUID, str] | None = None) -> dict[UUID, str]:
    """Deal → the print that is kept: of what `rested` says it rests on, and of what was derived: then, or as `made` says."""
    told = made or {deal: one.made for deal, one in rested.items()}
    return {deal: fingerprint(f"{around} {one.rested} {told[deal]}".encode()) for deal, one in rested.items()}


def unchanged(prints: Mapping[UUID, str]) -> set[UUID]:
    """Those whose kept print is this one."""
    kept = dict(RefreshState.rows.filter(pk__in=list(prints)).values_list("pk", "made_from"))
    return {deal for deal, found in prints.items() if kept.get(deal) == found}
