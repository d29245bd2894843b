"""The day on which we asked, and the one on which a reply was recorded: no earlier view shows the enquiry."""

from __future__ import annotations

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_taken_down_on")]

    operations = [
        migrations.AddField("reply", "asked_on", models.DateField(null=True, blank=True)),
        migrations.AddField(
            "reply",
            "recorded_at",
            models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
