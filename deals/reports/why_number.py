"""Why this number? A tree from a sum of exposure down to entries and claims; its leaves add up to the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from deals.exposure.dimensions import DIMENSIONS, LENDER
from deals.exposure.periods import Terms
from deals.ledger.calc.balances import Balance, Entry
from deals.ledger.calc.rounding import from_units
from deals.ledger.models import BalanceReport, Hold, LedgerEntry
from deals.ledger.queries import booked
from deals.models import Facility
from deals.reports.claims_behind import claims_behind
from deals.reports.exposure_question import Question
from deals.reports.filters import FilterError
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Standing
from dealtracker.ids import private_key, public_id
from dealtracker.money import Amount, plain

FIGURES = ("point", "outstanding", "undrawn")
Row = dict[str, Any]
_ROWS = """
SELECT w.deal, w.facility, NULL::uuid AS hold, w.{figure}, w.basis, w.outstanding_basis FROM whole w
WHERE w.weight = %(weight)s AND w.basis = %(basis)s AND w.currency = %(currency)s AND {belongs} ORDER BY w.deal, w.facility
"""
_HELD = """
SELECT d.deal, d.facility, d.hold, d.{figure}, d.basis, d.basis FROM held d
WHERE d.weight = %(weight)s AND d.basis = %(basis)s AND d.currency = %(currency)s
    AND d.party IS NOT DISTINCT FROM %(key)s::uuid ORDER BY d.deal, d.facility, d.hold
"""
_BELONGS = """EXISTS (SELECT FROM ({}) b WHERE b.deal = w.deal AND (b.facility IS NULL OR b.facility = w.facility)
    AND b.key = %(key)s)"""
_LISTS: dict[type, str] = {Hold: "holds", BalanceReport: "balances", Facility: "facilities"}
_RULES = {
    "point": "commitments and increases less cancellations, with transfers",
    "outstanding": "drawdowns and capitalised interest less repayments, prepayments and write-offs, with transfers",
}


def why_number(
    *, viewer: Viewer, dimension: str, key: str | None, weight: str, basis: str, currency: str, figure: str, as_of: date,
    known_on: date, today: date, measure: str = "debt", invented: bool = False,
) -> Row:  # fmt: skip
    """{"figure", "amount", "currency", "recomputed", "rule", "parts": [node]} for one line of `exposure_groups`.

    A node is one facility or hold: {"deal", "facility", "hold", "amount", "recomputed", "rule", "leaves"}; a leaf is an
    entry ({"entry", "kind", "amount" with its sign, "value_date", "source"}) or a value with its claims ({"at", "amount",
    "claims"}). `key` is a group's key, None for what belongs to no group. Raises FilterError.
    """
    if figure not in FIGURES:
        raise FilterError("figure", f'"{figure[:40]}" is not one of: {", ".join(FIGURES)}')
    question = Question(viewer, as_of, today, known_on, measure, invented)
    question.prepare()
    values = {"weight": weight, "basis": basis, "currency": currency, "key": _stored_key(dimension, key)}
    rows = question.ask(_statement(dimension, key, figure), **values)
    nodes = [_node(question, currency, figure, *row) for row in rows if row[3] is not None]
    return {
        "figure": figure, "currency": currency, "amount": _sum(nodes, "amount"), "recomputed": _sum(nodes, "recomputed"),
        "rule": f"sum of {len(nodes)} parts with a known figure, of {len(rows)}", "parts": nodes,
    }  # fmt: skip


def _stored_key(dimension: str, key: str | None) -> str | None:
    if dimension != LENDER and dimension not in DIMENSIONS:
        raise FilterError("dimension", f'"{dimension[:40]}" is not one of: {", ".join((LENDER, *DIMENSIONS))}')
    kind = "party" if dimension == LENDER else DIMENSIONS[dimension].kind
    if key is None or not kind:
        return key
    found = private_key(kind, key)
    if found is None:
        raise FilterError("key", f'"{key[:60]}" is not an id of a {kind} ({kind}_…)')
    return str(found)


def _statement(dimension: str, key: str | None, figure: str) -> str:
    if dimension == LENDER:
        return _HELD.format(figure=figure)
    belongs = _BELONGS.format(DIMENSIONS[dimension].sql)
    if key is None:
        belongs = f"NOT {belongs.replace('AND b.key = %(key)s', '')}"
    return _ROWS.format(figure=figure, belongs=belongs)


def _sum(nodes: Sequence[Row], name: str) -> str | None:
    return plain(sum((Decimal(node[name]) for node in nodes), Decimal(0))) if nodes else None


def _node(
    question: Question, currency: str, figure: str, deal: UUID, facility: UUID, hold: UUID | None, amount: int, basis: str,
    outstanding_basis: str,
) -> Row:  # fmt: skip
    rests = basis if figure == "point" else outstanding_basis
    rule, total, leaves = (
        _from_entries(question, currency, figure, deal, facility, hold)
        if rests == "entries"
        else _from_claims(question, currency, figure, deal, facility, hold)
    )
    return {
        "deal": public_id("deal", deal), "facility": public_id("facility", facility),
        "hold": public_id("hold", hold) if hold else None, "basis": rests, "amount": plain(from_units(int(amount), currency)),
        "recomputed": plain(total), "rule": rule, "leaves": leaves,
    }  # fmt: skip


def _from_entries(
    question: Question, currency: str, figure: str, deal: UUID, facility: UUID, hold: UUID | None
) -> tuple[str, Decimal, list[Row]]:  # fmt: skip
    found = [
        entry
        for entry in booked([deal]).get(deal, ())
        if entry.facility == facility and entry.value.value_date <= question.as_of and entry.known_from <= question.known_on
        and entry.value.kind != "underwriting" and (hold is None or entry.value.hold == str(hold))
    ]  # fmt: skip
    terms = _terms(facility, currency)
    rows = LedgerEntry.rows.select_related("source").in_bulk([entry.id for entry in found])
    leaves, total = [], Decimal(0)
    for entry in found:
        effect = _effect(entry.value, figure, terms, question.as_of)
        if effect:
            total += effect
            leaves.append(_entry_leaf(rows[entry.id], effect))
    if figure == "undrawn" and terms.revolving and total < 0:
        return "commitment − outstanding, not below 0", Decimal(0), leaves
    return _rule(figure, terms, question.as_of), total, leaves


def _terms(facility: UUID, currency: str) -> Terms:
    found = Facility.rows.get(pk=facility)
    end = found.availability_end
    return Terms(currency, bool(found.revolving), end.latest if end else None)


def _effect(entry: Entry, figure: str, terms: Terms, as_of: date) -> Decimal:
    """What one entry adds to the figure."""
    alone = Balance().plus(entry)
    if figure == "point":
        return alone.committed
    if figure == "outstanding":
        return alone.outstanding
    if terms.last and as_of > terms.last:
        return Decimal(0)
    return alone.committed - (alone.outstanding if terms.revolving else alone.drawn)


def _rule(figure: str, terms: Terms, as_of: date) -> str:
    if figure != "undrawn":
        return _RULES[figure]
    if terms.last and as_of > terms.last:
        return f"0 after the availability period, which ended on {terms.last}"
    return "commitment − outstanding, not below 0" if terms.revolving else "commitment − all drawdowns"


def _entry_leaf(row: LedgerEntry, effect: Decimal) -> Row:
    return {
        "entry": public_id("entry", row.pk), "key": row.key, "kind": row.kind, "amount": plain(effect),
        "value_date": row.value_date.isoformat(), "reverses": public_id("entry", row.reverses_id) if row.reverses_id else None,
        "source": {"id": public_id("source", row.source_id), "publisher": row.source.publisher, "title": row.source.title or None},
    }  # fmt: skip


def _from_claims(
    question: Question, currency: str, figure: str, deal: UUID, facility: UUID, hold: UUID | None
) -> tuple[str, Decimal, list[Row]]:  # fmt: skip
    row = _stated_row(question, figure, facility, hold)
    if row is None:
        return "nothing is stated any more", Decimal(0), []
    at = f"/{_LISTS[type(row)]}/{row.key}"
    found = _claims(question, deal, f"{at}/amount") or _claims(question, deal, at)
    claims = found["claims"] if found else []
    stated = (claim["value"] for claim in claims if claim["part"] == "standing" and isinstance(claim["value"], dict))
    value = next((Amount.from_json(one, money=True) for one in stated if "point" in one), row.amount)
    amount = value.point if value and value.point is not None else Decimal(0)
    return "as stated", amount, [{"at": f"{at}/amount", "amount": plain(amount), "claims": claims}]


def _claims(question: Question, deal: UUID, at: str) -> Row | None:
    return claims_behind(viewer=question.viewer, deal=deal, at=at, known_on=question.known_on)


def _stated_row(question: Question, figure: str, facility: UUID, hold: UUID | None) -> Any:
    """The row whose amount is the figure: a hold, the facility, or the balance last reported by the day, as known."""
    if figure == "point":
        return Hold.rows.get(pk=hold) if hold else Facility.rows.get(pk=facility)
    reports = BalanceReport.rows.filter(facility=facility, measure=figure, party=None)
    known = Standing.rows.filter(target__in=reports.values("pk"), known_from__lte=question.known_on).values("target")
    dated = [(day, r.key, r) for r in reports.filter(pk__in=known) if (day := _day(r)) and day <= question.as_of]
    return max(dated, default=(None, None, None), key=lambda one: one[:2])[2]


def _day(report: BalanceReport) -> date | None:
    found: date | None = (report.as_of.latest or report.as_of.earliest) if report.as_of else None
    return found
