"""A party or site goes behind a wall with its stakes, claims and judgements, or not at all."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("deals", "0005_rule_packs"), ("parties", "0004_list_uploads"), ("evidence", "0002_quotes_can_be_destroyed"),
        ("desk", "0001_initial"),
    ]  # fmt: skip

    operations = [
        migrations.RunSQL(Path(__file__).with_name("moves.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)
    ]
