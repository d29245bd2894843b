"""What a list shows of a deal in one line: the amount, the countries, the chips. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from deals.agreements.words import TAKERS, USERS
from deals.sheets.calc.bundle import Bundle, Row
from dealtracker.money import Amount, plain

# Tried in this order: a total somebody stated, the one facility, their plain sum, then wider figures by measure.
_WIDER = ("total capital", "project cost", "capex", "contract value", "equity", "underwritten", "valuation")
# Certainties from weakest to firmest, for "reported only" against "stated or documented".
FIRM = ("stated_by_party", "documented")
_LISTS = {"facility": "facilities", "figure": "figures", "contract": "contracts"}


def headline(bundle: Bundle) -> Row | None:
    """The figure a reader looks for first: {"measure", "amount", "standing", "of" (the path of its claims)}, or None.

    A sum of ours has `sum_of` in place of `of`; one facility of several that cannot be summed says so in `one_of`.
    """
    figures = [row for row in bundle.rows["figures"] if _known(row)]
    debts = [row for row in bundle.rows["facilities"] if row.get("measure", "debt") == "debt" and _known(row)]
    stated = next((row for row in figures if row.get("measure") == "debt"), None)
    if stated:
        return _line("debt", stated, "figure")
    if len(debts) == 1:
        return _line("debt", debts[0], "facility")
    if debts:
        largest = _line("debt", _largest(bundle, debts), "facility")
        return (_sum(debts) if _alike(debts) else None) or {**largest, "one_of": len(debts)}
    for measure in _WIDER:
        found = [row for row in figures if row.get("measure") == measure]
        if found:
            return _line(measure, found[0], "figure")  # the first is the deal's own; others are earlier or further plans
    others = [row for row in bundle.rows["facilities"] if _known(row)]
    return _line("equity", _largest(bundle, others), "facility") if others else _contract_value(bundle)


def _alike(rows: list[Row]) -> bool:
    """Whether all are as firm as each other: what is sought and what is committed are never added."""
    return len({row.get("commitment", "unknown") for row in rows}) == 1


def _contract_value(bundle: Bundle) -> Row | None:
    contracts = bundle.rows["contracts"]
    valued = [
        {**row, "amount": row["value"]} for row in contracts if row.get("value", {}).get("kind", "unknown") != "unknown"
    ]
    return _line("contract value", _largest(bundle, valued), "contract") if valued else None


def _largest(bundle: Bundle, rows: list[Row]) -> Row:
    """The largest in the deal's own currency, else in that of the first: yen are no more than dollars by their number."""
    currencies = [row["amount"]["currency"] for row in rows]
    own = bundle.deal.get("currency")
    chosen = own if own in currencies else currencies[0]
    return max((row for row in rows if row["amount"]["currency"] == chosen), key=_size)


def _known(row: Row) -> bool:
    return bool(row.get("amount")) and row["amount"]["kind"] != "unknown"


def _size(row: Row) -> Decimal:
    return Amount.from_json(row["amount"], money=True).sort_key or Decimal(0)


def _line(measure: str, row: Row, kind: str) -> Row:
    field = "value" if kind == "contract" else "amount"
    standing = row.get("standings", {}).get(field) or row["standing"]
    return {
        "measure": measure,
        "amount": row["amount"],
        "standing": standing,
        "of": f"/{_LISTS[kind]}/{row['key']}/{field}",
    }


def _sum(rows: list[Row]) -> Row | None:
    """The sum of the facilities where all have points in one currency; said to be our sum."""
    amounts = [Amount.from_json(row["amount"], money=True) for row in rows]
    points = [amount.point for amount in amounts if amount.point is not None]
    if len(points) < len(rows) or len({amount.currency for amount in amounts}) > 1:
        return None
    kind = "exact" if all(amount.kind == "exact" for amount in amounts) else "approx"
    amount = {"kind": kind, "point": plain(sum(points, Decimal(0))), "currency": amounts[0].currency}
    weakest = min(rows, key=lambda row: row["standing"]["certainty"] in FIRM)
    return {"measure": "debt", "amount": amount, "sum_of": len(rows), "standing": weakest["standing"]}


def countries(bundle: Bundle) -> dict[str, list[Row]]:
    """{"borrower", "site", "use"} → [{"code", "certainty"}]: three different answers, each with what it rests on."""
    sites = [row for row in bundle.sites.values() if row.get("country")]
    return {
        "borrower": _hq(bundle, _parties_in(bundle, ("borrower", "issuer", "co-borrower", "lessor"))),
        "site": _codes((row["country"], row.get("standings", {}).get("country") or row["standing"]) for row in sites),
        "use": _hq(bundle, end_users(bundle)),
    }


def end_users(bundle: Bundle) -> list[str]:
    """Parties said to use the machines in the end: the named end beneficiary, else whoever takes the capacity."""
    return _parties_in(bundle, USERS[:1]) or _parties_in(bundle, TAKERS)


def path(found: dict[str, list[Row]]) -> str:
    """ "US>JP>CN", a question mark for what is not stated; a filter code, never shown alone."""
    return ">".join(found[layer][0]["code"] if found[layer] else "?" for layer in ("borrower", "site", "use"))


def chips(bundle: Bundle) -> list[Row]:
    """Chip models and vendors of the deal's lines, in the order of their keys."""
    found = []
    for row in bundle.rows["hardware"]:
        model, vendor = bundle.models.get(row.get("model", "")), bundle.parties.get(row.get("vendor", ""))
        name = model["name"] if model else row.get("model_words", "")
        found.append({"slug": model["slug"] if model else "", "name": name, "vendor": vendor["name"] if vendor else ""})
    return [chip for index, chip in enumerate(found) if any(chip.values()) and chip not in found[:index]]


def _parties_in(bundle: Bundle, roles: tuple[str, ...]) -> list[str]:
    return list(
        dict.fromkeys(row["party"] for row in bundle.rows["roles"] if row.get("role") in roles and "party" in row)
    )


def _hq(bundle: Bundle, parties: Iterable[str]) -> list[Row]:
    rows = [bundle.parties[key] for key in parties if bundle.parties.get(key, {}).get("hq_country")]
    return _codes((row["hq_country"], row["standings"].get("hq_country") or row.get("standing", {})) for row in rows)


def _codes(pairs: Iterable[tuple[str, Any]]) -> list[Row]:
    found: dict[str, Row] = {}
    for code, standing in pairs:
        found.setdefault(code, {"code": code, "certainty": standing.get("certainty", "reported")})
    return list(found.values())
