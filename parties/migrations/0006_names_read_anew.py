"""More legal forms are known, and names are found by their initials: what is compared and searched is computed anew."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

_FILLED = import_module("parties.migrations.0003_names_searched")


class Migration(migrations.Migration):
    dependencies = [("parties", "0005_parties_by_name")]

    operations = [migrations.RunPython(_FILLED.fill, migrations.RunPython.noop)]
