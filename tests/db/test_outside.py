"""A database that DATABASE_URL names: its two roles are found or made, or one sentence says what to run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from dealtracker.local import servers
from dealtracker.local.instance import Instance

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def addresses() -> Iterator[dict[str, str]]:
    """A PostgreSQL of this module's own, with an administrator, an owner who may make no roles, and the application."""
    folder = Path(tempfile.mkdtemp(prefix="dealtracker-outside-", dir="/tmp"))
    folder.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
            patch.delenv(name, raising=False)
        instance = Instance.open(ROOT, folder)
        with servers.started(instance, forgetful=True) as started:
            owner = started.found["DATABASE_OWNER_URL"]
            yield {
                "admin": owner.replace("dealtracker_owner@", "postgres@"),
                "owner": owner,
                "app": started.found["DATABASE_URL"],
            }
        instance.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


def ask(var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    names = ("DATABASE_URL", "DATABASE_OWNER_URL")
    given = {key: value for key, value in os.environ.items() if key not in names} | environment
    command = [sys.executable, "-m", "dealtracker.local.outside", str(var)]
    return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)


def test_an_administrators_address_gets_an_application_role_beside_it(addresses: dict[str, str], var: Path) -> None:
    runs = [ask(var, DATABASE_URL=addresses["admin"]) for _ in range(2)]
    assert [run.stderr for run in runs] == ["", ""]
    first, second = (json.loads(run.stdout) for run in runs)
    assert first == second, "the second start finds the role of the first"
    assert first["DATABASE_OWNER_URL"] == addresses["admin"]
    with psycopg2.connect(first["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        above = "rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls"
        cursor.execute(f"SELECT current_user, {above} FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("dealtracker_local_app", False)


def test_a_role_that_somebody_else_made_is_left_alone(addresses: dict[str, str], var: Path, tmp_path: Path) -> None:
    assert ask(var, DATABASE_URL=addresses["admin"]).returncode == 0
    done = ask(tmp_path, DATABASE_URL=addresses["admin"])
    assert done.returncode == 1
    assert "The role dealtracker_local_app exists, made from another folder" in done.stderr


def test_a_role_that_may_make_no_other_is_told_what_to_run(addresses: dict[str, str], tmp_path: Path) -> None:
    done = ask(tmp_path, DATABASE_URL=addresses["app"])
    assert done.returncode == 1
    assert "CREATE ROLE dealtracker_app LOGIN" in done.stderr
    assert "set DATABASE_OWNER_URL" in done.stderr


def test_two_roles_that_let_us_in_are_taken_as_they_are(addresses: dict[str, str], tmp_path: Path) -> None:
    done = ask(tmp_path, DATABASE_URL=addresses["app"], DATABASE_OWNER_URL=addresses["owner"])
    assert (done.returncode, json.loads(done.stdout)) == (0, {})


@pytest.mark.parametrize("name", ["DATABASE_URL", "DATABASE_OWNER_URL"])
def test_a_database_that_does_not_let_us_in_is_named(addresses: dict[str, str], tmp_path: Path, name: str) -> None:
    given = {"DATABASE_URL": addresses["app"], "DATABASE_OWNER_URL": addresses["owner"]}
    given[name] = given[name].replace("dealtracker_", "absent_")
    done = ask(tmp_path, **given)
    assert done.returncode == 1
    assert done.stderr.startswith(f"The database that {name} names cannot be used:")
    assert "Traceback" not in done.stderr
