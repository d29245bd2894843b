"""Migration operations that put the walls, the reference check and the audit on tables as they are created."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import migrations

_ENABLE = "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
# The subselect is evaluated once a statement, so an index on the compartment still serves.
_POLICY = "CREATE POLICY wall ON {table} USING ({column} = ANY ((SELECT walls())::uuid[]));"
_THROUGH = "CREATE POLICY wall ON {table} USING (EXISTS (SELECT 1 FROM {parent} WHERE {parent}.id = {table}.{column}));"
_REFERENCES = """
CREATE TRIGGER check_walls_inserted AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION check_walls_inserted({pairs});
CREATE TRIGGER check_walls_updated BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION check_walls_updated({pairs});
"""
_AUDIT = """
CREATE TRIGGER audit_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audit_inserted();
CREATE TRIGGER audit_change AFTER UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_changed();
"""
_APPEND_ONLY = (
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();"
)


def _each(app: str, models: tuple[str, ...], sql: Callable[[Any], str]) -> migrations.RunPython:
    def run(apps: Any, schema_editor: Any) -> None:
        for name in models:
            schema_editor.execute(sql(apps.get_model(app, name)))

    return migrations.RunPython(run, migrations.RunPython.noop)


def wall_facts(app: str, *models: str) -> migrations.RunPython:
    """Row-level security, "refers only to its own compartment or public ones", and the audit."""

    def sql(model: Any) -> str:
        table = model._meta.db_table
        pairs = [f"'{f.column}', '{f.related_model._meta.db_table}'" for f in model._meta.concrete_fields if _walled(f)]
        parts = [_ENABLE, _POLICY, _AUDIT, _REFERENCES]
        text = "".join(parts).format(table=table, column="compartment_id", pairs=", ".join(pairs))
        return text + "".join(_through(model))

    return _each(app, models, sql)


def wall_derived(app: str, *models: str, column: str = "compartment") -> migrations.RunPython:
    """Row-level security alone: derived rows are rebuilt, neither audited nor checked."""
    return _each(app, models, lambda model: (_ENABLE + _POLICY).format(table=model._meta.db_table, column=column))


def audit(app: str, *models: str) -> migrations.RunPython:
    """The audit alone, for tables that stand outside the walls."""
    return _each(app, models, lambda model: _AUDIT.format(table=model._meta.db_table))


def append_only(app: str, *models: str) -> migrations.RunPython:
    return _each(app, models, lambda model: _APPEND_ONLY.format(table=model._meta.db_table))


def _walled(field: Any) -> bool:
    related = field.related_model
    return bool(related) and any(f.name == "compartment" for f in related._meta.fields)


def _through(model: Any) -> list[str]:
    """A many-to-many table shows a row to those who see the row it hangs from."""
    return [
        (_ENABLE + _THROUGH).format(
            table=field.m2m_db_table(), parent=model._meta.db_table, column=field.m2m_column_name()
        )
        for field in model._meta.many_to_many
    ]
