"""A claim can be replaced by a later entry of the same source; a word more, and nothing in the database changes."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_enquiries_have_a_day")]

    operations = [
        migrations.AlterField(
            "claim",
            "state",
            models.CharField(
                choices=[
                    ("proposed", "Proposed"),
                    ("accepted", "Accepted"),
                    ("rejected", "Rejected"),
                    ("replaced", "Replaced"),
                ],
                default="accepted",
                max_length=10,
            ),
        ),
    ]
