"""Names are found by all forms that somebody may type; characters with several forms are compared in one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import django.contrib.postgres.indexes
from django.db import migrations

import parties.register.models
from parties.register.calc import normalise, searched_text

HERE = Path(__file__).parent
_AT_ONCE = 5_000
_WRITE = """
UPDATE parties_partyname n SET normalised = v.normalised, searched = v.searched
FROM unnest(%s::uuid[], %s::text[], %s::text[]) v(id, normalised, searched) WHERE n.id = v.id
"""


def fill(apps: Any, schema_editor: Any) -> None:
    """What is computed of a name is no change of the name: neither the audit nor the walls are asked."""
    schema_editor.execute("ALTER TABLE parties_partyname DISABLE TRIGGER USER")
    names = apps.get_model("parties", "PartyName").rows.order_by("pk").values_list("pk", "text", "language")
    waiting: list[tuple[Any, str, str]] = []
    for key, text, language in [*names, (None, "", "")]:
        if key:
            waiting.append((key, normalise(text)[:300], searched_text(text, language)))
        if waiting and (key is None or len(waiting) == _AT_ONCE):
            with schema_editor.connection.cursor() as cursor:
                cursor.execute(_WRITE, [list(column) for column in zip(*waiting, strict=True)])
            waiting = []
    schema_editor.execute("ALTER TABLE parties_partyname ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_ownership_and_screening")]

    operations = [
        migrations.AddField(
            model_name="partyname",
            name="searched",
            field=parties.register.models.SearchedField(default="", editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="partyname",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["searched"], name="party_name_searched", opclasses=("gin_trgm_ops",)
            ),
        ),
        migrations.RunSQL(
            (HERE / "names_searched.sql").read_text(),
            "DROP FUNCTION party_names_like(jsonb, text, int); DROP FUNCTION party_names_close(text, real, int)",
        ),
    ]
