"""Names are read far more often than entered: a new one goes into the index at once, not to a heap that every search reads."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("parties", "0007_near_names_by_index")]

    operations = [
        migrations.RunSQL(
            [
                f"ALTER INDEX {index} SET (fastupdate = off)",
                f"SELECT gin_clean_pending_list('{index}')",
            ],
            f"ALTER INDEX {index} RESET (fastupdate)",
        )
        for index in ("party_name_trigram", "party_name_searched")
    ]
