"""Exposure says what it rests on, what was ever promised, and what is left after participations."""

from django.db import migrations, models

_REBUILD = "UPDATE deals_refreshstate SET wanted = wanted + 1, wanted_at = now(), cause = 'exposure has more columns'"


class Migration(migrations.Migration):
    dependencies = [("deals", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="exposureperiod", name="exposure_period_once"),
        *(
            migrations.AddField("exposureperiod", name, models.BigIntegerField(null=True))
            for name in ("promised", "net_committed", "net_outstanding", "net_undrawn")
        ),
        migrations.AddField("exposureperiod", "rests_on", models.CharField(default="stated", max_length=8)),
        migrations.AddConstraint(
            "exposureperiod",
            models.UniqueConstraint(
                fields=("deal", "facility", "hold", "party", "rests_on", "weight", "basis", "start"),
                name="exposure_period_of_one_slot",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(_REBUILD, migrations.RunSQL.noop),
    ]
