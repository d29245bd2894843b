"""A deal's derived rows say what they were made from, so that one of which nothing changed is not made again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deals", "0008_covenants_and_curves")]

    operations = [
        migrations.AddField(
            "refreshstate", "made_from", models.CharField(blank=True, db_default="", default="", max_length=32)
        ),
    ]
