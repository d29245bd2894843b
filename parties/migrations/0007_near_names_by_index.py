"""Near names are always looked for by the index: of a short word the planner may think that reading every name is cheaper."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("parties", "0006_names_read_anew")]

    operations = [
        migrations.RunSQL(
            "ALTER FUNCTION party_names_close(text, real, int) SET enable_seqscan = off",
            "ALTER FUNCTION party_names_close(text, real, int) RESET enable_seqscan",
        ),
    ]
