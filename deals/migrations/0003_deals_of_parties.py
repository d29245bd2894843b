"""Which deals rest on a party, a site or a source is asked in one place, and follows judgements that records are one."""

from pathlib import Path

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("deals", "0002_book"), ("parties", "0002_ownership_and_screening"), ("evidence", "0002_quotes_can_be_destroyed"),
    ]  # fmt: skip

    operations = [
        migrations.RunSQL(Path(__file__).with_name("stale_for.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)
    ]
