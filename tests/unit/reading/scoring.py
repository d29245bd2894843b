"""Labelled texts, and how many of their labels the reader finds: recall and precision per language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dealtracker.evidence.reading import Proposal, read

TEXTS = Path(__file__).parent / "texts"
NAMED = ("role.", "hardware.model", "facility.base_rate")
MEASURED = (
    "facility.amount",
    "facility.amount.converts",
    "facility.margin_bps",
    "facility.floor",
    "facility.issue_price",
    "facility.oid",
    "facility.fee",
    "facility.rate",
    "hardware.quantity",
    "site.mw",
)


def labelled() -> Iterator[tuple[str, int, set[str], str]]:
    """(language, number, labels, text) of every text."""
    for path in sorted(TEXTS.glob("*.txt")):
        for number, part in enumerate(path.read_text("utf-8").split("\n===\n"), 1):
            labels, _, text = part.partition("\n---\n")
            yield (
                path.stem,
                number,
                {" | ".join(cell.strip() for cell in line.split("|")) for line in labels.splitlines()},
                text,
            )


def found(text: str) -> set[str]:
    """What the reader proposes, in the notation of the labels; what has no notation is not scored."""
    return {label for proposal in read(text) if (label := label_of(proposal))}


def label_of(proposal: Proposal) -> str:
    name, value = proposal.field, proposal.value
    if name == "role.participation":
        return f"{name} | {value} {proposal.party}"
    if name.startswith(NAMED):
        return f"{name} | {value}"
    if name in MEASURED:
        return f"{name} | {_amount(value)}"
    if name in ("event.talks_began", "facility.tenor"):
        return f"{name} | {' '.join(f'{k} {v}' for k, v in value.items())}"
    if name == "site.place":
        return f"{name} | {value.get('city') or value.get('district') or value.get('region') or value['country']}"
    if name == "covenant":
        return f"{name} | {value['kind']} {_amount({k: v for k, v in value['limit'].items() if k != 'currency'})}"
    if name == "reply":
        return f"{name} | {value['stance']} {proposal.party}"
    return f"{name} | {value}" if name == "facility.maturity" else ""


def _amount(value: dict[str, Any]) -> str:
    figures = "-".join(value[key] for key in ("low", "point", "high") if key in value)
    return f"{value['kind']} {figures} {value.get('currency', '')}".strip()


def scores() -> dict[str, dict[str, float]]:
    """Recall and precision per language, each label counted once."""
    tally: dict[str, Counter[str]] = {}
    for language, _, labels, text in labelled():
        proposals = found(text)
        tally.setdefault(language, Counter()).update(
            true=len(labels & proposals), labels=len(labels), proposals=len(proposals)
        )
    return {
        k: {"recall": c["true"] / c["labels"], "precision": c["true"] / max(c["proposals"], 1)}
        for k, c in tally.items()
    }
