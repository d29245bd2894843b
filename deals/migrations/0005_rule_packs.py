"""Rule packs that people bring, one of them in force."""

from django.db import migrations, models
from django.db.models import Q

from dealtracker.access.guards import audit

_STALE = """
-- All deals, behind whichever wall: what every finding rests on has changed.
CREATE FUNCTION mark_every_deal_stale(why text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
    SELECT mark_deals_stale(ARRAY(SELECT id FROM deals_deal), why)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("deals", "0004_limits_and_jobs")]

    operations = [
        migrations.CreateModel(
            name="RulePack",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.CharField(max_length=60, unique=True)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("content", models.BinaryField()),
                ("read_up_to", models.DateField()),
                ("loaded_at", models.DateTimeField()),
                ("loaded_by", models.CharField(max_length=200)),
                ("is_active", models.BooleanField(default=False)),
                ("activated_at", models.DateTimeField(blank=True, null=True)),
                ("activated_by", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={"default_manager_name": "rows"},
            managers=[("rows", models.Manager())],
        ),
        migrations.AddConstraint(
            "rulepack",
            models.UniqueConstraint(
                fields=("is_active",), condition=Q(is_active=True), name="rule_pack_one_active"
            ),
        ),
        audit("deals", "RulePack"),
        migrations.RunSQL(_STALE, "DROP FUNCTION mark_every_deal_stale(text)"),
    ]
