"""Quotes stay out of the log, as stored texts do, so that a takedown can destroy them; and what rests on a source,
behind whichever wall, can be asked to be rebuilt without being shown."""

from __future__ import annotations

from django.db import migrations

PAYLOAD = """
CREATE OR REPLACE FUNCTION audit_payload(name text, row_data jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT row_data - CASE name
        WHEN 'evidence_sourcetext' THEN '{text}'
        WHEN 'evidence_anchor' THEN '{exact,prefix,suffix}'
        WHEN 'evidence_claim' THEN '{words}'
        WHEN 'evidence_reply' THEN '{words}'
        ELSE '{password,digest,secret}' END::text[]
$$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION audit_payload(name text, row_data jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT row_data - CASE WHEN name = 'evidence_sourcetext' THEN '{text}' ELSE '{password,digest,secret}' END::text[]
$$;
"""
RESTING = """
CREATE FUNCTION mark_stale_resting(sources uuid[], why text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    found uuid[];
BEGIN
    WITH RECURSIVE resting(id) AS (
        SELECT unnest(sources) UNION SELECT l.source_id FROM evidence_sourcelink l JOIN resting r ON l.to_id = r.id
    )
    SELECT array_agg(id) INTO found FROM resting;
    PERFORM mark_stale_for('source', coalesce(found, '{}'), why);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial"), ("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(PAYLOAD, BEFORE),
        migrations.RunSQL(RESTING, "DROP FUNCTION mark_stale_resting(uuid[], text)"),
    ]
