"""Every kind of event that a verb writes can be asked for, and the document names them all."""

from __future__ import annotations

import re
from pathlib import Path

from dealtracker.webhooks.rules import KINDS

ROOT = Path(__file__).resolve().parents[2]
_WRITTEN = re.compile(r'"((?:deal|claim|reply|source|limit)\.[a-z_]+)"')
_NOT_EVENTS = {"claim.attribution", "source.origin"}  # what a reading proposes


def test_the_table_has_what_verbs_write() -> None:
    verbs = [path for room in ("deals", "parties") for path in (ROOT / room / "actions").rglob("*.py")]
    written = {kind for path in verbs for kind in _WRITTEN.findall(path.read_text(encoding="utf-8"))} - _NOT_EVENTS
    assert written == set(KINDS)


def test_the_document_names_every_kind() -> None:
    told = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in told] == []
