"""Names are found by their kana as people type it and by the initials of words within words: what is searched is computed anew."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_FILLED = import_module("parties.migrations.0003_names_searched")


class Migration(migrations.Migration):
    dependencies = [("parties", "0008_names_found_at_once")]

    operations = [migrations.RunPython(_FILLED.fill, migrations.RunPython.noop)]
