"""Lists brought by people, the day on which a list was fetched, and the second person of a judgement."""

from __future__ import annotations

import uuid

from django.db import migrations, models

from dealtracker.access.guards import audit


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_names_searched")]
    operations = [
        migrations.AddField("listversion", "retrieved_on", models.DateField(null=True, blank=True)),
        migrations.AddField("disposition", "needs_second", models.BooleanField(default=False)),
        migrations.AddField("disposition", "confirmed_by", models.UUIDField(null=True, blank=True)),
        migrations.AddField("disposition", "confirmed_at", models.DateTimeField(null=True, blank=True)),
        migrations.CreateModel(
            name="ListUpload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("csl-csv", "US Consolidated Screening List, CSV"),
                            ("csl-json", "US Consolidated Screening List, JSON"),
                            ("opensanctions", "OpenSanctions targets.simple.csv"),
                            ("ftm", "FollowTheMoney JSON lines"),
                            ("ofac-sdn", "OFAC SDN.CSV with ALT.CSV and ADD.CSV"),
                        ],
                        max_length=16,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("files", models.JSONField()),
                ("file_date", models.DateField(blank=True, null=True)),
                ("retrieved_on", models.DateField()),
                ("fewer_is_right", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting to be tried"),
                            ("trying", "being tried"),
                            ("tried", "tried; nothing is saved yet"),
                            ("wanted", "waiting to be loaded"),
                            ("loading", "being loaded"),
                            ("loaded", "loaded"),
                            ("refused", "refused"),
                            ("dropped", "taken back"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("progress", models.PositiveIntegerField(default=0)),
                ("moved_at", models.DateTimeField()),
                ("result", models.JSONField(blank=True, default=dict)),
                ("brought_by", models.UUIDField(null=True)),
                ("brought_by_name", models.CharField(max_length=200)),
                ("brought_at", models.DateTimeField()),
            ],
            options={
                "default_manager_name": "rows",
                "indexes": [models.Index(fields=["state", "brought_at"], name="list_upload_by_state")],
            },
            managers=[("rows", models.Manager())],
        ),
        audit("parties", "ListUpload"),
    ]
