"""Events of a facility told in short phrases, as the published vectors tell them: a table of patterns."""

from __future__ import annotations

import re
from decimal import Decimal

from deals.interchange.loan_case.fields import day_of, money_of
from deals.interchange.loan_case.problems import join, wrong
from deals.ledger.calc.terms import Event

_SCALE = {"": 1, "k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9}
_AMOUNT = r"(?P<amount>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>bn|mn|m|b|k)?\b"
_NAME = r"[^\W_][\w.&-]*"
_MOVE = (
    rf"(?P<giver>{_NAME}) (?:assigns|transfers|sells|participates|novates|grants)(?: an?)? (?P<share>\d+(?:\.\d+)?)%"
    r"(?: (?:participation|share))? (?:of|in) "
    rf"(?P<of>total commitments|the facility|its commitment|its hold) to (?P<taker>{_NAME})"
    r"(?: at (?:par|(?P<price>\d+(?:\.\d+)?)%?))?"
)
# kinds of event by the word in the middle of [date, word, phrase]
KINDS = {
    "open": "draw", "draw": "draw", "drawdown": "draw",
    "assignment": "transfer", "transfer": "transfer", "participation": "participation",
    "prepay": "prepayment", "prepayment": "prepayment", "repay": "prepayment",
    "cancel": "cancellation", "cancellation": "cancellation", "increase": "increase",
}  # fmt: skip
EXAMPLES = {
    "transfer": "A assigns 20% of total commitments to C at 99.25",
    "participation": "A participates 20% of total commitments to P at 100",
}


def read_phrase(item: object, pointer: str, currency: str) -> Event:
    """[date, kind, phrase] as an event."""
    if not isinstance(item, list) or len(item) != 3 or not all(isinstance(part, str) for part in item):
        raise wrong(pointer, "must be [date, kind, words]", 'write ["2026-09-10", "draw", "6,000,000 drawn"]')
    day, kind = day_of(item[0], join(pointer, 0)), KINDS.get(item[1])
    if kind is None:
        raise wrong(join(pointer, 1), f'"{item[1][:40]}" is not a known event', f"use one of {', '.join(KINDS)}")
    if kind in EXAMPLES:
        return _move(item[2], kind, join(pointer, 2), Event(day, kind, where=pointer))
    return Event(day, kind, _amount(item[2], join(pointer, 2), currency), where=pointer)


def _amount(words: str, pointer: str, currency: str) -> Decimal:
    found = list(re.finditer(_AMOUNT, words))
    if len(found) != 1 or "%" in words:
        raise wrong(
            pointer, f'"{words[:60]}" does not state one amount', 'write it as "6,000,000 drawn" or "drawn 45m"'
        )
    value = Decimal(found[0]["amount"].replace(",", "")) * _SCALE[found[0]["scale"] or ""]
    return money_of(f"{value:f}", pointer, currency)


def _move(words: str, kind: str, pointer: str, event: Event) -> Event:
    match = re.match(_MOVE, words)
    if not match:
        raise wrong(pointer, f'"{words[:60]}" is not understood', f'write it as "{EXAMPLES[kind]}"')
    share, whole = Decimal(match["share"]) / 100, match["of"] in ("total commitments", "the facility")
    if not 0 < share <= 1:
        raise wrong(pointer, f"{match['share']}% cannot be moved", "give a share above 0 up to 100%")
    return Event(
        event.date, kind, share=share if whole else None, share_of_hold=None if whole else share,
        giver=match["giver"], taker=match["taker"], price=Decimal(match["price"] or "100") / 100, where=event.where,
    )  # fmt: skip


def read_shares(words: str) -> dict[str, Decimal]:
    """Lenders and their shares out of a title such as "A 60% / B 40% of a 60m facility"."""
    found = re.findall(rf"\b({_NAME}) (\d+(?:\.\d+)?)%", words.split(";")[0])
    return {name: Decimal(share) / 100 for name, share in found}
