"""The day on which a source's text was taken down; and titles, which are the publisher's words, stay out of the log."""

from __future__ import annotations

from django.db import migrations, models

PAYLOAD = """
CREATE OR REPLACE FUNCTION audit_payload(name text, row_data jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT row_data - CASE name
        WHEN 'evidence_source' THEN '{title}'
        WHEN 'evidence_sourcetext' THEN '{text}'
        WHEN 'evidence_anchor' THEN '{exact,prefix,suffix}'
        WHEN 'evidence_claim' THEN '{words}'
        WHEN 'evidence_reply' THEN '{words}'
        ELSE '{password,digest,secret}' END::text[]
$$;
"""
BEFORE = PAYLOAD.replace("        WHEN 'evidence_source' THEN '{title}'\n", "")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_quotes_can_be_destroyed")]

    operations = [
        migrations.AddField("source", "taken_down_on", models.DateField(null=True, blank=True)),
        migrations.RunSQL(PAYLOAD, BEFORE),
    ]
