"""By what exposure is grouped: for each dimension the statement that says which facilities belong to which key.

A facility may belong to several keys, such as two borrowers or two chips; then it stands under each of them.
"""

from __future__ import annotations

from typing import NamedTuple

from deals.agreements.words import TAKERS
from dealtracker.access.rules import PUBLIC


class Dimension(NamedTuple):
    """`sql` gives (deal, facility or null for all of the deal, key, name); `kind` is the prefix of the keys' ids."""

    sql: str
    kind: str = ""


def _roles(*roles: str, more: str = "") -> str:
    named = ", ".join(f"'{role}'" for role in roles)
    return f"""SELECT DISTINCT r.deal, r.facility, p.id::text AS key, p.name AS name
FROM role_seen r JOIN parties_party p ON p.id = r.party WHERE r.role IN ({named}) AND r.status = 'active'{more}"""


_BORROWERS = ("borrower", "issuer", "co-borrower", "lessor")
# The named end beneficiary, else whoever takes the capacity.
_USERS = f"""{_roles("end beneficiary")} UNION {
    _roles(
        *TAKERS,
        more='''
    AND NOT EXISTS (SELECT FROM role_seen b WHERE b.deal = r.deal AND b.role = 'end beneficiary')''',
    )
}"""


def _country(parties: str) -> str:
    """By the headquarters that were stated by the day of the question."""
    return f"""SELECT DISTINCT k.deal, k.facility, t.value #>> '{{}}' AS key, t.value #>> '{{}}' AS name
FROM ({parties}) k JOIN evidence_standing t ON t.target = k.key::uuid AND t.field = 'hq_country'
    AND t.known_from <= %(known_on)s AND t.known_to > %(known_on)s WHERE t.value #>> '{{}}' <> ''"""


# Ultimate parents as the deal's compartment sees them; who has none is its own. Of a ring nobody is at the top.
_TOPS = f"""LEFT JOIN LATERAL (SELECT l.ultimate FROM parties_lineage l
    WHERE l.party = k.key::uuid AND l.ultimate IS NOT NULL AND l.start <= %(as_of)s AND l."end" > %(as_of)s
        AND l.compartment = (SELECT o.compartment FROM parties_lineage o JOIN seen ON seen.deal = k.deal
            WHERE o.party = l.party AND o.start <= %(as_of)s AND o."end" > %(as_of)s AND o.compartment IN ('{PUBLIC}', seen.wall)
            ORDER BY o.compartment = '{PUBLIC}' LIMIT 1)) u ON true"""


def parents(parties: str) -> str:
    """The same rows with each party's ultimate parent in its place; `parties` gives deal, facility and key."""
    return f"""SELECT DISTINCT k.deal, k.facility, p.id::text AS key, p.name AS name FROM ({parties}) k {_TOPS}
JOIN parties_party p ON p.id = coalesce(u.ultimate, k.key::uuid)"""


_SITES = """SELECT DISTINCT s.deal, NULL::uuid AS facility, s.country AS key, s.country AS name
FROM site_seen s WHERE s.country <> ''"""
_PLACES = "SELECT DISTINCT s.deal, NULL::uuid AS facility, s.site::text AS key, s.name FROM site_seen s"
_CHIPS = "SELECT DISTINCT l.deal, l.facility, l.chip AS key, l.name FROM line_seen l"
_CURRENCIES = "SELECT DISTINCT w.deal, w.facility, w.currency AS key, w.currency AS name FROM whole w"
# (name, days from the date asked for: from, up to but not including); past and unknown have buckets of their own.
BUCKETS = (("matured", None, 0), ("under 1 year", 0, 365), ("1 to 3 years", 365, 1096), ("3 to 5 years", 1096, 1826),
           ("5 to 10 years", 1826, 3652), ("10 years and more", 3652, None))  # fmt: skip
# The last day that a stored date can mean, as in the calendar: nothing is due before. Of "after" it is the day that is named.
MATURES = """(SELECT CASE
    WHEN d.last ~ '^\\d{4}-\\d{2}-\\d{2}$' THEN d.last::date
    WHEN d.last ~ '^\\d{4}-Q' THEN (make_date(left(d.last, 4)::int, right(d.last, 1)::int * 3, 1) + interval '1 month -1 day')::date
    WHEN d.last ~ '^\\d{4}-\\d{2}$' THEN ((d.last || '-01')::date + interval '1 month -1 day')::date
    WHEN d.last ~ '^\\d{4}$' THEN make_date(d.last::int, 12, 31) END
FROM (SELECT regexp_replace(f.maturity_date, '^(by |after |.*/)', '') AS last) d)"""


def _bucket() -> str:
    arms = [f"WHEN m.day - %(as_of)s::date < {upto} THEN '{name}'" for name, _, upto in BUCKETS if upto is not None]
    return f"CASE WHEN m.day IS NULL THEN 'not stated' {' '.join(arms)} ELSE '{BUCKETS[-1][0]}' END"


_MATURITIES = f"""SELECT w.deal, w.facility, {_bucket()} AS key, {_bucket()} AS name
FROM (SELECT deal, facility FROM whole UNION ALL SELECT deal, facility FROM unstated) w
JOIN facility_seen f ON f.id = w.facility CROSS JOIN LATERAL (SELECT {MATURES} AS day) m GROUP BY 1, 2, 3"""
_YEAR = "coalesce(extract(year FROM m.day)::text, 'not stated')"
_YEARS = _MATURITIES.replace(_bucket(), _YEAR)

_ARRANGERS = _roles("arranger", "lead arranger", "bookrunner", "underwriter", "placement agent")
DIMENSIONS: dict[str, Dimension] = {
    "borrower": Dimension(_roles(*_BORROWERS), "party"),
    "borrower.parent": Dimension(parents(_roles(*_BORROWERS)), "party"),
    "arranger": Dimension(_ARRANGERS, "party"),
    "beneficiary": Dimension(_USERS, "party"),
    "beneficiary.parent": Dimension(parents(_USERS), "party"),
    "site": Dimension(_PLACES, "site"),
    "borrower.country": Dimension(_country(_roles(*_BORROWERS))),
    "site.country": Dimension(_SITES),
    "beneficiary.country": Dimension(_country(_USERS)),
    "chip": Dimension(_CHIPS),
    "currency": Dimension(_CURRENCIES),
    "maturity": Dimension(_MATURITIES),
    "maturity.year": Dimension(_YEARS),
}
# By these, holds are grouped; by the others, facilities.
LENDER, LENDER_PARENT = "lender", "lender.parent"
LENDERS = (LENDER, LENDER_PARENT)
NAMES = (*LENDERS, *DIMENSIONS)


def kind_of(dimension: str) -> str:
    """The prefix of the ids that are the dimension's keys; empty where keys are words."""
    return "party" if dimension in LENDERS else DIMENSIONS[dimension].kind


def lenders(dimension: str) -> str:
    """(hold, key, name) for all that is held: by the lender itself or by its ultimate parents."""
    own = """SELECT DISTINCT d.deal, d.hold AS facility, d.party::text AS key, p.name
FROM held d JOIN parties_party p ON p.id = d.party"""
    return own if dimension == LENDER else parents(own)
