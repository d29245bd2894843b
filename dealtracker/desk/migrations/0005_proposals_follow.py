"""A proposal moves behind a wall with the task in which it waits."""

from django.db import migrations

_FOLLOWS = """
CREATE FUNCTION proposal_follows_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE desk_decisionproposal SET compartment_id = NEW.compartment_id
    WHERE task_id = NEW.id AND compartment_id <> NEW.compartment_id;
    RETURN NULL;
END $$;
CREATE TRIGGER proposal_follows AFTER UPDATE OF compartment_id ON desk_task
    FOR EACH ROW WHEN (OLD.compartment_id IS DISTINCT FROM NEW.compartment_id) EXECUTE FUNCTION proposal_follows_task();
"""
_NO_MORE = "DROP TRIGGER proposal_follows ON desk_task; DROP FUNCTION proposal_follows_task();"


class Migration(migrations.Migration):
    dependencies = [("desk", "0004_watches")]

    operations = [migrations.RunSQL(_FOLLOWS, _NO_MORE)]
