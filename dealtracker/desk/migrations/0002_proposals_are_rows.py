"""A proposed decision is a row of its own; those that waited as sealed remarks are carried over."""

import uuid
from datetime import date, datetime

import django.db.models.deletion
from django.conf import settings
from django.core import signing
from django.db import migrations, models
from django.db.models import F, Q

from dealtracker.access.guards import wall_facts

_SEAL, _SALT = "Sealed: ", "dealtracker.decision"
_KEPT = "CREATE TRIGGER proposal_kept BEFORE UPDATE ON desk_decisionproposal FOR EACH ROW EXECUTE FUNCTION refuse_change();"


def carry_over(apps, schema_editor):
    """Open proposals whose seal this installation made; a remark that was sealed by nobody stays a remark."""
    comments = apps.get_model("desk", "TaskComment").rows.filter(text__contains=_SEAL, task__closed_at=None)
    proposals = apps.get_model("desk", "DecisionProposal").rows
    for comment in comments.select_related("task").order_by("written_at"):
        try:
            told = signing.loads(comment.text.rpartition(_SEAL)[2].strip(), salt=_SALT)
        except signing.BadSignature:
            continue
        is_own = told["deal"] == str(comment.task.deal) and told["decided_by"] == str(comment.author_id)
        if not is_own or proposals.filter(task=comment.task).exists():
            continue
        same = ("outcome", "reasons", "case_number", "decided_by_name", "inputs_digest", "given")
        proposals.create(
            compartment_id=comment.task.compartment_id, task=comment.task, deal=comment.task.deal, day=date.fromisoformat(told["day"]),
            decided_by_id=told["decided_by"], decided_at=datetime.fromisoformat(told["decided_at"]),
            **{name: told[name] for name in same},
        )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("desk", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionProposal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("deal", models.UUIDField()),
                ("day", models.DateField()),
                ("outcome", models.CharField(max_length=24)),
                ("reasons", models.TextField()),
                ("case_number", models.CharField(blank=True, max_length=80)),
                ("decided_by_name", models.CharField(max_length=150)),
                ("decided_at", models.DateTimeField()),
                ("inputs_digest", models.CharField(max_length=64)),
                ("given", models.JSONField(blank=True, default=dict)),
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
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proposal", to="desk.task"
                    ),
                ),
            ],
            options={"abstract": False, "base_manager_name": "rows", "default_manager_name": "rows"},
            managers=[("rows", models.manager.Manager())],
        ),
        migrations.AddConstraint(
            "decisionrecord",
            models.CheckConstraint(condition=~Q(decided_by=F("confirmed_by")), name="decision_by_two_persons"),
        ),
        wall_facts("desk", "DecisionProposal"),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RunSQL(_KEPT, migrations.RunSQL.noop),
    ]
