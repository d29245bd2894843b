"""A sheet says since when nothing became known of its deal, so that lists of later dates take it as it stands."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deals", "0009_made_from")]

    operations = [migrations.AddField("sheet", "settled", models.DateField(null=True))]
