"""A deal's hardware as counts of chips: units by a named policy, equivalents and megawatts by a table, states side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deals.agreements.words import LINE_STATES
from deals.hardware.calc import (
    Mismatch,
    QuantityError,
    UnitPolicy,
    h100_equivalents,
    in_chips,
    megawatts,
    reconcile,
    resolve,
)
from deals.hardware.calc.quantity import together
from deals.hardware.catalogue import load_catalogue, load_equivalence_tables, load_power_tables, load_unit_policies
from deals.reports.filters import FilterError
from dealtracker.money import Amount

Row = Mapping[str, Any]
PLEDGED = "pledged"
STATES = (*LINE_STATES, PLEDGED)
_UNITS = {"GPU": "gpu", "server": "server", "rack": "rack", "system": "system"}


@dataclass(frozen=True)
class Counted:
    """A figure by a named table or policy, or why there is none."""

    by: str
    value: Amount | None
    why: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"by": self.by, "value": self.value.to_json() if self.value else {"kind": "unknown"}, "why": self.why}


@dataclass(frozen=True)
class LineCount:
    """One hardware line: what is stated, and what follows by the policies and tables named."""

    key: str
    name: str
    state: str
    stated: Amount
    unit: str
    chip: str | None
    chips: Counted
    equivalents: tuple[Counted, ...]
    megawatts: tuple[Counted, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "line": self.key, "model": self.name, "state": self.state, "stated": self.stated.to_json(), "unit": self.unit,
            "chip": self.chip, "chips": self.chips.to_json(), "h100_equivalents": [one.to_json() for one in self.equivalents],
            "megawatts": [one.to_json() for one in self.megawatts],
        }  # fmt: skip


@dataclass(frozen=True)
class Reconciled:
    """Counts of one model at one site by state, `lines` each; what is above what it should not be above."""

    name: str
    site: str
    counts: Mapping[str, Amount]
    lines: Mapping[str, tuple[str, ...]]
    mismatches: tuple[Mismatch, ...]

    def to_json(self) -> dict[str, Any]:
        states = {state: {**count.to_json(), "lines": list(self.lines[state])} for state, count in self.counts.items()}
        wrong = [{"count": m.count, "limit": m.limit, "by": str(m.by), "certain": m.certain} for m in self.mismatches]
        return {"model": self.name, "site": self.site, "states": states, "mismatches": wrong}


@dataclass(frozen=True)
class HardwareCounts:
    lines: tuple[LineCount, ...]
    reconciled: tuple[Reconciled, ...]
    policies: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "lines": [one.to_json() for one in self.lines], "reconciled": [one.to_json() for one in self.reconciled],
            "policies": list(self.policies),
        }  # fmt: skip


def hardware_counts(sheet: Row, *, policies: Sequence[str] = ()) -> HardwareCounts:
    """Of a deal's sheet. `policies` are names of unit policies; without one only a count of GPUs is a count of chips.

    Raises FilterError for a policy that there is not.
    """
    chosen = policies_named(policies)
    lines = {row["id"]: _line(row, chosen) for row in sheet["hardware"]}
    return HardwareCounts(tuple(lines.values()), tuple(_reconciled(sheet, lines, chosen)), tuple(policies))


def policies_named(names: Iterable[str]) -> list[UnitPolicy]:
    known = load_unit_policies()
    for name in names:
        if name not in known:
            raise FilterError("policy", f'"{name[:60]}" is not one of: {", ".join(known)}')
    return [known[name] for name in names]


def _line(row: Row, policies: Iterable[UnitPolicy]) -> LineCount:
    chip, stated = _chip(row), _amount(row.get("quantity"))
    chips = chips_of(stated, str(row.get("unit") or "unsaid"), chip, policies)
    return LineCount(
        key=row["key"], name=_name(row), state=str(row.get("state") or "planned"), stated=stated,
        unit=str(row.get("unit") or "unsaid"), chip=chip, chips=chips,
        equivalents=tuple(_by_table(*one, chips, chip, h100_equivalents) for one in load_equivalence_tables().items()),
        megawatts=tuple(_by_table(*one, chips, chip, megawatts) for one in load_power_tables().items()),
    )  # fmt: skip


def _amount(value: Any) -> Amount:
    return Amount.from_json(value) if isinstance(value, Mapping) and value.get("kind") else Amount.unknown()


def _name(row: Row) -> str:
    """By the catalogue, else in the words of its source, which may stand where no model of the catalogue does."""
    model = row.get("model")
    named = model.get("name") if isinstance(model, Mapping) else model
    return str(named or row.get("model_words") or "chip not stated")


def _chip(row: Row) -> str | None:
    """The one chip of the catalogue that the line states; a guess is not taken for one."""
    if row.get("basis") == "guessed":
        return None
    model = row.get("model")
    if isinstance(model, Mapping) and model.get("slug"):
        return str(model["slug"])
    match = resolve(row.get("model_words"), load_catalogue())
    return match.chips[0].key if match.kind == "chip" and len(match.chips) == 1 else None


def chips_of(stated: Amount, unit: str, chip: str | None, policies: Iterable[UnitPolicy]) -> Counted:
    """A stated number as chips: by the one policy that fits its unit and chip, where the source does not count chips."""
    if not stated.is_known:
        return Counted("", None, "the number is not stated")
    if unit not in _UNITS:
        return Counted("", None, "the source does not say whether chips, servers, racks or systems are meant")
    fitting = [one for one in policies if one.unit == _UNITS[unit] and (not one.chips or chip in one.chips)]
    policy = fitting[0] if len(fitting) == 1 else None
    if len(fitting) > 1:
        names = ", ".join(one.name for one in fitting)
        return Counted("", None, f"several policies fit ({names}); name one")
    try:
        count = in_chips(stated, unit=_UNITS[unit], chip=chip, policy=policy)
        return Counted(policy.name if policy and unit != "GPU" else "stated", count)
    except QuantityError as error:
        return Counted("", None, str(error))


def _by_table(name: str, table: Any, chips: Counted, chip: str | None, count: Any) -> Counted:
    if chips.value is None:
        return Counted(name, None, chips.why)
    if chip is None:
        return Counted(name, None, "the chip is not stated as one of the catalogue")
    try:
        found = count(chips.value, chip=chip, table=table)
    except QuantityError as error:
        return Counted(name, None, str(error))
    return Counted(name, found) if found.is_known else Counted(name, None, "an upper bound of chips gives no bound of load")


def _reconciled(sheet: Row, lines: Mapping[str, LineCount], policies: Sequence[UnitPolicy]) -> Iterable[Reconciled]:
    """One a model and site of which some count of chips is known."""
    groups: dict[tuple[str, str], dict[str, list[tuple[str, Amount]]]] = {}
    places = {row["id"]: (_name(row), str((row.get("site") or {}).get("name") or "")) for row in sheet["hardware"]}
    for key, line in lines.items():
        if line.chips.value is not None:
            groups.setdefault(places[key], {}).setdefault(line.state, []).append((line.key, line.chips.value))
    for pledge in sheet["pledges"]:
        line = lines.get(pledge.get("line", ""))
        count = chips_of(_amount(pledge.get("quantity")), line.unit, line.chip, policies).value if line else None
        if count is not None and not pledge.get("released_on"):
            groups.setdefault(places[pledge["line"]], {}).setdefault(PLEDGED, []).append((pledge["key"], count))
    for (name, site), states in groups.items():
        counts = {state: together([count for _, count in states[state]]) for state in STATES if state in states}
        named = {state: tuple(key for key, _ in states[state]) for state in counts}
        yield Reconciled(name, site, counts, named, reconcile(counts))
