"""What of a decision record is not as it was made; asked by its page and by `manage.py verify_record`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from deals.actions.decisions import digest
from dealtracker.desk.models import DecisionProposal, DecisionRecord
from dealtracker.ids import public_id


def decision_faults(record: DecisionRecord) -> list[str]:
    """Each difference between body, hash, columns and proposal, in words; empty where the record is as it was made."""
    found = [] if digest(record.body) == record.digest else ["the body does not give the stored hash"]
    try:
        return [*found, *_inside(record)]
    except (KeyError, TypeError, ValueError, AttributeError):
        return [*found, "the body lacks a part that every record has"]


def _inside(record: DecisionRecord) -> Iterator[str]:
    told = record.body["decision"]
    if digest({name: value for name, value in record.body.items() if name != "decision"}) != told["inputs_sha256"]:
        yield "inputs_sha256: the inputs in the body are not those that were decided on"
    columns = {
        "deal": (record.body["deal"]["id"], public_id("deal", record.deal)),
        "case number": (told["case_number"], record.case_number),
        "who decided": (told["decided_by"]["id"], str(record.decided_by_id)),
        "who confirmed": (told["confirmed_by"]["id"], str(record.confirmed_by_id)),
        "when": (datetime.fromisoformat(told["decided_at"]), record.decided_at),
    }
    yield from (f"{name}: the body says {said}, the row {stored}" for name, (said, stored) in columns.items() if said != stored)
    yield from _against_proposal(record)
    if record.decided_by_id == record.confirmed_by_id:
        yield "one person decided and confirmed"


def _against_proposal(record: DecisionRecord) -> Iterator[str]:
    """The proposal is a row of its own, which no verb changes or removes."""
    told = record.body["decision"]
    proposed = DecisionProposal.rows.filter(task=told["task"]).first()
    if proposed is None:
        yield "the proposal that was confirmed is no longer there"
        return
    kept = {name: getattr(proposed, name) for name in ("outcome", "reasons", "case_number")}
    kept["inputs_sha256"] = proposed.inputs_digest
    kept["decided_by"] = {"id": str(proposed.decided_by_id), "name": proposed.decided_by_name}
    yield from (f"{name}: the body does not say what was proposed" for name, value in kept.items() if told[name] != value)
