"""A claim or reply stands behind the wall of what it speaks of."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

_SQL = (Path(__file__).parent / "subjects.sql").read_text(encoding="utf-8")
_UNDO = """
DROP TRIGGER subject_walls_insert ON evidence_claim; DROP TRIGGER subject_walls_update ON evidence_claim;
DROP TRIGGER subject_walls_insert ON evidence_reply; DROP TRIGGER subject_walls_update ON evidence_reply;
DROP FUNCTION check_claim_walls(); DROP FUNCTION check_reply_walls();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("parties", "0001_initial"),
        ("evidence", "0001_initial"),
        ("deals", "0001_initial"),
    ]
    operations = [migrations.RunSQL(_SQL, _UNDO)]
