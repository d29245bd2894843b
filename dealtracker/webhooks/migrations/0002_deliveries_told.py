"""What deliveries need to be told, told again and given up; what happened before is told to nobody."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_subjects_within_walls"),
        ("webhooks", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="delivery",
            options={"base_manager_name": "rows", "default_manager_name": "rows", "verbose_name_plural": "deliveries"},
        ),
        migrations.AddField(
            model_name="delivery",
            name="given_up_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="endpoint",
            name="previous_secret",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="endpoint",
            name="previous_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="outboxevent",
            name="spread_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunSQL("UPDATE webhooks_outboxevent SET spread_at = written_at", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("delivered_at", None), ("given_up_at", None)),
                fields=["next_at"],
                name="delivery_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxevent",
            index=models.Index(condition=models.Q(("spread_at", None)), fields=["written_at"], name="outbox_to_spread"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("endpoint", "event"), name="delivery_once"),
        ),
    ]
