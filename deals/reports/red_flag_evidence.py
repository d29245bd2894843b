"""What a deal sheet says to the items of the red-flag checklists; what it does not speak of is not known.

A sheet answers "no" only where it states the opposite of the item. It never answers "yes": that is for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from deals.agreements.words import USERS
from deals.controls.packs import load_red_flags
from deals.controls.rules import AnsweredFlag, FlagAnswer, answered
from dealtracker.periods import DateError, When

Row = Mapping[str, Any]
# (answer, what it rests on)
Said = tuple[str, str]
NOT_KNOWN = "not_known"
NOTHING = "nothing in the record speaks of it"
_SCREENED = ("RFI-1", "RF29")
_FIRM = ("stated_by_party", "documented")


def sheet_answers(sheet: Row) -> dict[str, Said]:
    """Item → what the record says to it; items of which it says nothing are absent."""
    return {flag: said for flag, ask in _ASKED.items() if (said := ask(sheet))}


def checklist(
    sheet: Row, *, day: date, screening: str, given: Mapping[str, Said] | None = None
) -> tuple[AnsweredFlag, ...]:
    """Every item in force on `day`; a person's answer takes the place of the record's. Raises FlagError.

    `screening` says whether any list is loaded, for the items that ask for it.
    """
    said = {**dict.fromkeys(_SCREENED, (NOT_KNOWN, screening)), **sheet_answers(sheet), **(given or {})}
    known = in_force(day)
    answers = [FlagAnswer(flag, answer, evidence, day) for flag, (answer, evidence) in said.items() if flag in known]
    return answered(load_red_flags(), answers, day=day)


def in_force(day: date) -> dict[str, str]:
    """Item → its text, of the lists in force on `day`."""
    lists = (one for one in load_red_flags() if one.first_day is None or one.first_day <= day)
    return {flag.id: flag.text for one in lists for flag in one.items}


def _use(sheet: Row) -> Said | None:
    said = [
        f"{_name(reply)}: {str(reply.get('stance', '')).replace('_', ' ')}{_scope(reply)}" for reply in sheet["replies"]
    ]
    return (NOT_KNOWN, f"replies as reported: {'; '.join(said)}") if said else None


def _cash(sheet: Row) -> Said | None:
    debts = {row["id"]: row for row in sheet["facilities"] if row.get("measure", "debt") == "debt"}
    financed = [debts[key] for line in sheet["hardware"] for key in line.get("financed_by") or () if key in debts]
    firm = [row for row in financed if row.get("commitment") == "committed" and _certainty(row) in _FIRM]
    if firm:
        return "no", f"the hardware is financed by {_title(firm[0])}, committed"
    return (NOT_KNOWN, f"financing is reported: {_title(financed[0])}, not stated as committed") if financed else None


def _delivery(sheet: Row) -> Said | None:
    lines = sheet["hardware"]
    if not lines:
        return None
    vague = [row["key"] for row in lines if not _is_a_day(row.get("by"))]
    if vague or any(_certainty(row) not in _FIRM for row in lines):
        said = f"no day of delivery is stated for {', '.join(vague)}" if vague else "days of delivery are reported, not stated"
        return NOT_KNOWN, said
    return "no", "a day of delivery is stated for every hardware line"


def _destination(sheet: Row) -> Said | None:
    sites = [row["name"] for row in sheet["sites"] if row.get("country")]
    users = [role for role in sheet["roles"] if role.get("role") in USERS]
    if not sites:
        return None
    who = ", ".join(dict.fromkeys(_name(role) for role in users)) or "no user is named"
    firm = users and all(_certainty(role) in _FIRM for role in users)
    return ("no" if firm else NOT_KNOWN), f"destination: {', '.join(sites)}; user: {who}"


def _power(sheet: Row) -> Said | None:
    stated = [
        f"{row['name']}: {capacity.get('state')}" for row in sheet["sites"] for capacity in row.get("capacities", ())
        if capacity.get("state") in ("contracted", "energised") and _certainty(row) in _FIRM
    ]  # fmt: skip
    if stated:
        return "no", f"power is stated: {'; '.join(dict.fromkeys(stated))}"
    names = ", ".join(row["name"] for row in sheet["sites"])
    return (NOT_KNOWN, f"no party states contracted or energised power at {names}") if names else None


def _vendors(sheet: Row) -> Said | None:
    named = [_name(role) for role in sheet["roles"] if role.get("group") == "hardware"]
    return (NOT_KNOWN, f"named in the supply: {', '.join(dict.fromkeys(named))}") if named else None


_ASKED: dict[str, Callable[[Row], Said | None]] = {
    "RFI-2": _use, "RFI-5": _cash, "RFI-9": _delivery, "RFI-10": _destination, "ICD-4": _power, "ICD-5": _vendors,
}  # fmt: skip


def _certainty(row: Row) -> str:
    return str((row.get("standing") or {}).get("certainty", ""))


def _name(row: Row) -> str:
    return str((row.get("party") or {}).get("name") or "a party not named")


def _scope(reply: Row) -> str:
    return f" ({reply['scope']})" if reply.get("scope") else ""


def _title(row: Row) -> str:
    amount = (row.get("amount") or {}).get("words")
    return f"{row.get('name') or row.get('kind')}{f' of {amount}' if amount else ''}"


def _is_a_day(when: Any) -> bool:
    try:
        found = When.from_json(when) if when else None
    except DateError:
        return False
    return bool(found and found.earliest and found.earliest == found.latest)
