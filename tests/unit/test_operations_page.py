"""docs/operations.md names every setting, and no setting that is none."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READERS = {
    "text",
    "flag",
    "number",
    "choice",
    "listing",
    "hosts",
    "origins",
    "database",
    "raw",
    "folder",
    "made_folder",
}
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def read_by_settings() -> set[str]:
    """The first argument of every reader called in settings.py."""
    tree = ast.parse((ROOT / "dealtracker" / "settings.py").read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    return {
        str(call.args[0].value)
        for call in calls
        if call.func.attr in READERS and call.args and isinstance(call.args[0], ast.Constant)  # type: ignore[attr-defined]
    }


def test_the_table_of_settings_is_whole() -> None:
    table = PAGE.split("## Settings")[1].split("## In production")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)) == read_by_settings()


def test_what_compose_asks_for_stands_in_the_example() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    required = set(re.findall(r"\$\{([A-Z_]+):\?", compose))
    assert required == {"SECRET_KEY", "ALLOWED_HOSTS", "POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD"}
    assert required <= set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))


def test_every_setting_of_the_site_reaches_its_containers() -> None:
    """Those of a database of one's own, of files and of one's own machine are the compose file's to say."""
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    theirs = {name for name in read_by_settings() if name.startswith("DATABASE_")} | {
        "DEBUG", "PLAIN_HTTP", "STATIC_ROOT", "FILES_DIR", "DEALTRACKER_VAR", "BEAT_SCHEDULE_FILE",
        "STATEMENT_TIMEOUT_MS", "LOCK_TIMEOUT_MS", "REDIS_URL",
    }  # fmt: skip
    assert read_by_settings() - theirs <= set(re.findall(r"^ +([A-Z_]+): \$\{\1\b", compose, re.MULTILINE))


def test_postgresql_is_healthy_only_after_its_first_scripts() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert re.search(r"test: \[CMD, pg_isready, --host=127\.0\.0\.1,", compose)


def test_sentences_on_the_page_are_those_that_are_said() -> None:
    local = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "dealtracker" / "local").glob("*.py"))
    for start in (
        "is in use",
        "already runs from",
        "The disk is full",
        "was written by PostgreSQL",
        "or later was found",
    ):
        assert start in PAGE
        assert start in local
