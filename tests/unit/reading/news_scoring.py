"""News texts with labels: what the reader finds of them, per language and per field, names told apart by no legal form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dealtracker.evidence.reading import Proposal, read
from dealtracker.evidence.reading.folding import fold
from dealtracker.evidence.reading.gazetteer import base_gazetteer
from dealtracker.evidence.reading.name_kinds import LEGAL
from dealtracker.evidence.reading.names import _EAST_LEGAL
from tests.unit.reading.scoring import label_of

HERE = Path(__file__).parent
LEARNED, UNSEEN = HERE / "news", HERE / "unseen"
_STANCES = ("denies", "confirms", "declines to comment", "no response")
_UNSCORED = ("hardware.vendor", "figure.", "other_deal.", "facility.stage", "event.announced")
_GROUPS = ("banks", "lenders", "private credit firms")
_FORMS = re.compile(r"株式会社|주식회사|\bООО\b|\bАО\b|[«»\"]")


def texts(folder: Path) -> Iterator[tuple[str, set[str], str]]:
    """(language, labels, text) of every text of a folder."""
    for path in sorted(folder.glob("*.txt")):
        for part in path.read_text("utf-8").split("\n===\n"):
            labels, _, text = part.partition("\n---\n")
            lines = {line.strip() for line in labels.splitlines() if line.strip()}
            yield path.stem, {_plain(line) for line in lines if not line.startswith(_UNSCORED)}, text


def found(text: str) -> set[str]:
    labels = {_label(proposal) for proposal in read(text) if not proposal.field.startswith(_UNSCORED)}
    return {_plain(label) for label in labels if label}


def _label(proposal: Proposal) -> str:
    if proposal.field == "source.published":
        return f"{proposal.field} | {proposal.value}"
    return label_of(proposal)


def _canonical(name: str) -> str:
    hits = [hit for hit in base_gazetteer().find(name, fold(name)) if hit.start == 0 and hit.end == len(name)]
    return (getattr(hits[0].entry, "name", "") if hits else "") or ""


def _bare(name: str) -> str:
    """A party's canonical name, else the name in lower case without its legal form."""
    if known := _canonical(name):
        return known
    bare = _FORMS.sub("", name).strip(" ,&")
    while (cut := LEGAL.sub("", _EAST_LEGAL.sub("", bare)).strip(" ,&")) != bare:
        bare = cut
    return _canonical(bare) or fold(bare).rstrip(".")


def _plain(label: str) -> str:
    """A label with names and figures in the one form in which they are compared."""
    name, _, value = label.partition(" | ")
    if name == "role.participation":
        said, _, party = value.partition(" ")
        value = f"{said} {_bare(party)}"
    elif name.startswith("role.") and value not in _GROUPS:
        value = _bare(value)
    elif name == "site.place":
        value = _canonical(value) or value
    elif name == "reply":
        stance = next(stance for stance in _STANCES if value.startswith(stance))
        value = f"{stance} {_bare(value[len(stance) + 1 :])}"
    return f"{name} | {re.sub(r'(?<=[.][0-9])([0-9]*?)0+(?![0-9])|[.]0+(?![0-9])', lambda m: m[1] or '', value)}"


def tallies(folder: Path) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    """Labels found, missed and proposed beyond them: per language, and per field."""
    languages: dict[str, Counter[str]] = {}
    fields: dict[str, Counter[str]] = {}
    for language, labels, text in texts(folder):
        proposals = found(text)
        for label in labels | proposals:
            kind = "true" if label in labels & proposals else "missed" if label in labels else "beyond"
            languages.setdefault(language, Counter())[kind] += 1
            fields.setdefault(label.split(" | ")[0], Counter())[kind] += 1
    return languages, fields


def rates(tally: Counter[str]) -> tuple[float, float]:
    """(recall, precision), rounded to two places."""
    recall = tally["true"] / max(tally["true"] + tally["missed"], 1)
    return round(recall, 2), round(tally["true"] / max(tally["true"] + tally["beyond"], 1), 2)
