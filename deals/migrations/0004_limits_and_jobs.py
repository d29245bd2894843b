"""Limits with their breaches, jobs, checks of the book; a transfer takes capitalised interest along."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

from dealtracker.access.guards import wall_derived, wall_facts

# A job is seen by those who read every compartment that it drew on.
_JOBS = """
ALTER TABLE deals_job ENABLE ROW LEVEL SECURITY;
CREATE POLICY wall ON deals_job USING (walls <@ ((SELECT walls())::uuid[]));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_subjects_within_walls"),
        ("deals", "0003_deals_of_parties"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="ledgerentry",
            name="capitalised_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="BookCheck",
            fields=[
                ("deal", models.UUIDField(primary_key=True, serialize=False)),
                ("compartment", models.UUIDField()),
                ("checked_at", models.DateTimeField()),
                ("differed_at", models.DateTimeField(blank=True, null=True)),
                ("differences", models.JSONField(default=list)),
            ],
            options={
                "default_manager_name": "rows",
                "indexes": [
                    models.Index(
                        condition=models.Q(("differed_at", None), _negated=True),
                        fields=["-differed_at"],
                        name="book_check_differed",
                    )
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Limit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("dimension", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=300)),
                (
                    "measure",
                    models.CharField(choices=[("debt", "debt"), ("equity", "equity")], default="debt", max_length=8),
                ),
                (
                    "figure",
                    models.CharField(
                        choices=[
                            ("committed", "committed"),
                            ("outstanding", "outstanding"),
                            ("exposure", "exposure"),
                            ("net committed", "net committed"),
                            ("net outstanding", "net outstanding"),
                            ("net exposure", "net exposure"),
                        ],
                        default="committed",
                        max_length=20,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.DecimalField(decimal_places=4, max_digits=21)),
                ("start", models.DateField()),
                ("end", models.DateField(default="9999-12-31")),
                ("reason", models.CharField(max_length=300)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                (
                    "compartment",
                    models.ForeignKey(
                        default=uuid.UUID("00000000-0000-4000-8000-000000000001"),
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.compartment",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="limits", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "rows",
                "default_manager_name": "rows",
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="LimitBreach",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("noticed_at", models.DateTimeField()),
                ("used", models.DecimalField(decimal_places=4, max_digits=27)),
                ("amount", models.DecimalField(decimal_places=4, max_digits=21)),
                ("most", models.DecimalField(blank=True, decimal_places=4, max_digits=27, null=True)),
                ("ended_day", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, max_length=40)),
                (
                    "compartment",
                    models.ForeignKey(
                        default=uuid.UUID("00000000-0000-4000-8000-000000000001"),
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.compartment",
                    ),
                ),
                (
                    "limit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="breaches", to="deals.limit"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "limit breaches",
                "abstract": False,
                "base_manager_name": "rows",
                "default_manager_name": "rows",
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("stress", "stress")], max_length=12)),
                ("walls", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("asked_at", models.DateTimeField()),
                ("cause", models.CharField(max_length=200)),
                ("inputs", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("error", models.TextField(blank=True)),
                ("result", models.JSONField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="jobs", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "base_manager_name": "rows",
                "default_manager_name": "rows",
                "indexes": [
                    models.Index(fields=["-asked_at"], name="job_by_day"),
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "running"))),
                        fields=["seen_at"],
                        name="job_unfinished",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("waiting", "running", "done", "failed", "cancelled"))),
                        name="job_state_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("walls__len__gt", 0)), name="job_has_walls"),
                ],
            },
            managers=[
                ("rows", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="limit",
            index=models.Index(fields=["compartment", "dimension", "key"], name="limit_by_key"),
        ),
        migrations.AddConstraint(
            model_name="limit",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start"))), name="limit_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="limit",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="limit_above_zero"),
        ),
        migrations.AddConstraint(
            model_name="limit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "figure__in",
                        ("committed", "outstanding", "exposure", "net committed", "net outstanding", "net exposure"),
                    )
                ),
                name="limit_figure_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="limitbreach",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("limit",), name="one_open_breach_a_limit"
            ),
        ),
        wall_facts("deals", "Limit", "LimitBreach"),
        wall_derived("deals", "BookCheck"),
        migrations.RunSQL(_JOBS, migrations.RunSQL.noop),
    ]
