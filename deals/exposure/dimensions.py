"""By what exposure is grouped: for each dimension the statement that says which facilities belong to which key.

A facility may belong to several keys, such as two borrowers or two chips; then it stands under each of them.
"""

from __future__ import annotations

from typing import NamedTuple


class Dimension(NamedTuple):
    """`sql` gives (deal, facility or null for all of the deal, key, name); `kind` is the prefix of the keys' ids."""

    sql: str
    kind: str = ""


_KNOWN = """EXISTS (SELECT FROM evidence_standing t WHERE t.target = {}.id AND t.known_from <= %(known_on)s
    AND t.known_to > %(known_on)s)"""


def _roles(*roles: str, more: str = "") -> str:
    named = ", ".join(f"'{role}'" for role in roles)
    return f"""SELECT DISTINCT r.deal_id AS deal, r.facility_id AS facility, p.id::text AS key, p.name AS name
FROM deals_role r JOIN parties_party p ON p.id = r.party_id JOIN seen ON seen.deal = r.deal_id
WHERE r.role IN ({named}) AND r.status = 'active' AND {_KNOWN.format("r")}{more}"""


_BORROWERS = ("borrower", "issuer", "co-borrower", "lessor")
_TAKERS = ("offtaker", "tenant", "lessee", "customer")
# The named end beneficiary, else whoever takes the capacity.
_USERS = f"""{_roles("end beneficiary")} UNION {_roles(*_TAKERS, more='''
    AND NOT EXISTS (SELECT FROM deals_role b WHERE b.deal_id = r.deal_id AND b.role = 'end beneficiary')''')}"""


def _country(parties: str) -> str:
    return f"""SELECT DISTINCT k.deal, k.facility, p.hq_country AS key, p.hq_country AS name
FROM ({parties}) k JOIN parties_party p ON p.id = k.key::uuid
WHERE p.hq_country <> '' AND {_KNOWN.format("p").replace("WHERE", "WHERE t.field = 'hq_country' AND")}"""


_SITES = f"""SELECT DISTINCT d.deal_id AS deal, NULL::uuid AS facility, s.country AS key, s.country AS name
FROM deals_dealsite d JOIN deals_site s ON s.id = d.site_id JOIN seen ON seen.deal = d.deal_id
WHERE s.country <> '' AND {_KNOWN.format("s")}"""
_CHIPS = f"""SELECT DISTINCT l.deal_id AS deal, b.facility_id AS facility, coalesce(m.slug, lower(l.model_words)) AS key,
    coalesce(m.name, l.model_words) AS name
FROM deals_hardwareline l JOIN seen ON seen.deal = l.deal_id LEFT JOIN deals_hardwaremodel m ON m.id = l.model_id
LEFT JOIN deals_hardwareline_financed_by b ON b.hardwareline_id = l.id
WHERE (m.id IS NOT NULL OR l.model_words <> '') AND {_KNOWN.format("l")}"""
_CURRENCIES = "SELECT DISTINCT w.deal, w.facility, w.currency AS key, w.currency AS name FROM whole w"
# (name, days from the date asked for: from, up to but not including); past and unknown have buckets of their own.
BUCKETS = (("matured", None, 0), ("under 1 year", 0, 365), ("1 to 3 years", 365, 1096), ("3 to 5 years", 1096, 1826),
           ("5 to 10 years", 1826, 3652), ("10 years and more", 3652, None))  # fmt: skip
# The first day that a stored date can mean: its stated bound, or the start of its month, quarter or year.
MATURES = """CASE
    WHEN f.maturity_date ~ '^\\d{4}-\\d{2}-\\d{2}' THEN left(f.maturity_date, 10)::date
    WHEN f.maturity_date ~ '^(by|after) ' THEN substr(f.maturity_date, strpos(f.maturity_date, ' ') + 1)::date
    WHEN f.maturity_date ~ '^\\d{4}-Q' THEN make_date(left(f.maturity_date, 4)::int, right(f.maturity_date, 1)::int * 3 - 2, 1)
    WHEN f.maturity_date ~ '^\\d{4}-\\d{2}$' THEN (f.maturity_date || '-01')::date
    WHEN f.maturity_date ~ '^\\d{4}$' THEN make_date(f.maturity_date::int, 1, 1) END"""


def _bucket() -> str:
    arms = [
        f"WHEN m.day - %(as_of)s::date < {upto} THEN '{name}'" for name, _, upto in BUCKETS if upto is not None
    ]
    return f"CASE WHEN m.day IS NULL THEN 'not stated' {' '.join(arms)} ELSE '{BUCKETS[-1][0]}' END"


_MATURITIES = f"""SELECT w.deal, w.facility, {_bucket()} AS key, {_bucket()} AS name FROM whole w
JOIN deals_facility f ON f.id = w.facility CROSS JOIN LATERAL (SELECT {MATURES} AS day) m GROUP BY 1, 2, 3"""

DIMENSIONS: dict[str, Dimension] = {
    "borrower": Dimension(_roles(*_BORROWERS), "party"),
    "arranger": Dimension(_roles("arranger", "lead arranger", "bookrunner", "underwriter", "placement agent"), "party"),
    "beneficiary": Dimension(_USERS, "party"),
    "borrower.country": Dimension(_country(_roles(*_BORROWERS))),
    "site.country": Dimension(_SITES),
    "beneficiary.country": Dimension(_country(_USERS)),
    "chip": Dimension(_CHIPS),
    "currency": Dimension(_CURRENCIES),
    "maturity": Dimension(_MATURITIES),
}
LENDER = "lender"
NAMES = (LENDER, *DIMENSIONS)
