"""Entries are listed across deals by value date."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deals", "0006_moves")]

    operations = [
        migrations.AddIndex(
            model_name="ledgerentry", index=models.Index(fields=["value_date", "id"], name="entry_by_day")
        )
    ]
