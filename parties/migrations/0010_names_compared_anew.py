"""More legal forms are known, names are compared in more forms, and both halves of a venture may be one's own: what is searched
and what entries of lists are looked up by is computed anew; screening and lineages are asked for. Kinds are written in one way."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.db import migrations, models

from parties.screening.rules import Listed, Side

_FILLED = import_module("parties.migrations.0003_names_searched")
_AT_ONCE = 5_000


def look_up(apps: Any, schema_editor: Any) -> None:
    """The words by which the entries of the lists that are loaded are looked up."""
    entries, names = (apps.get_model("parties", name) for name in ("ListedEntry", "ListedName"))
    live = entries.rows.filter(gone=None).order_by("pk").values_list("pk", "facts")
    held = list(live[:_AT_ONCE])
    while held:
        keys = [names(entry_id=key, key=word) for key, facts in held for word in Listed("", Side.from_json(facts)).searched()]
        names.rows.filter(entry__in=[key for key, _ in held]).delete()
        names.rows.bulk_create(keys, batch_size=_AT_ONCE)
        held = list(live.filter(pk__gt=held[-1][0])[:_AT_ONCE])


_ASKED = """
INSERT INTO parties_partydue (compartment, room, party, wanted_at) SELECT compartment_id, 'screening', id, now() FROM parties_party
UNION ALL SELECT DISTINCT compartment_id, 'ownership', owned_id, now() FROM parties_stake
"""


def ask(apps: Any, schema_editor: Any) -> None:
    """Nothing else changed that would have parties looked at again."""
    schema_editor.execute(_ASKED)


_PARTIES = [
    ("company", "company"), ("fund", "fund"), ("bank", "bank"), ("spv", "special purpose vehicle"), ("public body", "public body"),
    ("person", "person"), ("unnamed group", "unnamed group"), ("unknown", "kind not stated"),
]  # fmt: skip
_STAKES = [
    ("equity", "equity"), ("voting", "voting rights"), ("warrants", "warrants"), ("control", "control by other means"),
    ("management", "managed by"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("parties", "0009_names_in_romaji")]

    operations = [
        migrations.AlterField("party", "kind", models.CharField(choices=_PARTIES, default="unknown", max_length=14)),
        migrations.AlterField("stake", "kind", models.CharField(choices=_STAKES, default="equity", max_length=10)),
        migrations.RunPython(_FILLED.fill, migrations.RunPython.noop),
        migrations.RunPython(look_up, migrations.RunPython.noop),
        migrations.RunPython(ask, migrations.RunPython.noop),
    ]
