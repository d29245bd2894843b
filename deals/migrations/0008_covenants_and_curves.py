"""Covenants hold for a time and are tested every so many months; a curve may be one deal's own."""

import django.db.models.deletion
from django.db import migrations, models

import dealtracker.fields
from deals.agreements.words import EVENT_KINDS, choices

_NO_CHECK = """
DROP TRIGGER check_walls_inserted ON deals_pricecurve; DROP TRIGGER check_walls_updated ON deals_pricecurve;
"""
_CHECK = """
CREATE TRIGGER check_walls_inserted AFTER INSERT ON deals_pricecurve REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION check_walls_inserted({pairs});
CREATE TRIGGER check_walls_updated BEFORE UPDATE ON deals_pricecurve FOR EACH ROW EXECUTE FUNCTION check_walls_updated({pairs});
"""
_SOURCE = "'source_id', 'evidence_source'"


def _checks(pairs: str) -> str:
    return _NO_CHECK + _CHECK.format(pairs=pairs)


class Migration(migrations.Migration):
    dependencies = [("deals", "0007_entries_by_day")]

    operations = [
        *(
            migrations.AddField("covenant", name, models.PositiveIntegerField(blank=True, null=True))
            for name in ("every_months", "within_days")
        ),
        *(
            migrations.AddField("covenant", name, dealtracker.fields.WhenField(blank=True, max_length=24, null=True))
            for name in ("start", "end")
        ),
        migrations.AddField(
            "pricecurve",
            "deal",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="price_curves",
                to="deals.deal",
            ),
        ),
        migrations.AlterField("event", "kind", models.CharField(choices=choices(EVENT_KINDS), max_length=24)),
        migrations.RunSQL(_checks(f"{_SOURCE}, 'deal_id', 'deals_deal'"), _checks(_SOURCE)),
    ]
