"""Deals are searched far more often than entered: new words go into the index at once, not to a heap that every search reads."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deals", "0010_settled")]

    operations = [
        migrations.RunSQL(
            [
                "ALTER INDEX search_entry_trigram SET (fastupdate = off)",
                "SELECT gin_clean_pending_list('search_entry_trigram')",
            ],
            "ALTER INDEX search_entry_trigram RESET (fastupdate)",
        )
    ]
