"""A value that cannot be used is refused in one line that names the variable and what to write instead."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dealtracker.env import BadEnvironment, Environment, parse_database, parse_redis

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ",
    "ALLOWED_HOSTS": "deals.example.org",
    "DATABASE_URL": "postgresql://app:word@db.example.org:5433/deals",
    "REDIS_URL": "redis://queue.example.org:6379/0",
}


@pytest.mark.parametrize("text", ["1", "on", "True", "YES"])
def test_a_flag_is_on(text: str) -> None:
    assert Environment({"METRICS": text}).flag("METRICS", False) is True


@pytest.mark.parametrize("text", ["0", "off", "False", "no"])
def test_a_flag_is_off(text: str) -> None:
    assert Environment({"METRICS": text}).flag("METRICS", True) is False


def test_blank_counts_as_absent() -> None:
    values = Environment({"METRICS": "  ", "HOSTS": ""})
    assert values.flag("METRICS", True) is True
    assert values.listing("HOSTS") == []
    assert values.text("HOSTS", "fallback") == "fallback"


@pytest.mark.parametrize("text", ["maybe", "2", "öffnen"])
def test_a_flag_that_is_neither_is_refused(text: str) -> None:
    with pytest.raises(BadEnvironment, match="METRICS is .*use on or off"):
        Environment({"METRICS": text}).flag("METRICS", False)


@pytest.mark.parametrize("text", ["-1", "1.5", "1e3", "٣", "9" * 5000, "11", "0x10"])
def test_a_number_out_of_its_range_or_form_is_refused(text: str) -> None:
    with pytest.raises(BadEnvironment, match="use a whole number from 0 to 10"):
        Environment({"N": text}).number("N", 5, low=0, high=10)


def test_a_number_in_its_range_is_read() -> None:
    assert Environment({"N": "10"}).number("N", 5, low=0, high=10) == 10
    assert Environment({}).number("N", 5, low=0, high=10) == 5


def test_a_choice_names_what_there_is() -> None:
    with pytest.raises(BadEnvironment, match="use one of: text, json"):
        Environment({"LOG_FORMAT": "xml"}).choice("LOG_FORMAT", "text", ("text", "json"))


def test_a_list_is_split_at_commas() -> None:
    assert Environment({"HOSTS": " a.example , b.example,"}).listing("HOSTS") == ["a.example", "b.example"]


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from the file\n")
    assert Environment({"SECRET_KEY_FILE": str(tmp_path / "key")}).text("SECRET_KEY") == "from the file"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment, match="SECRET_KEY_FILE names .*absent.*No such file"):
        Environment({"SECRET_KEY_FILE": str(tmp_path / "absent")}).text("SECRET_KEY")
    (tmp_path / "latin").write_bytes(b"\xe9")
    with pytest.raises(BadEnvironment, match="not UTF-8 text"):
        Environment({"SECRET_KEY_FILE": str(tmp_path / "latin")}).text("SECRET_KEY")


def test_a_value_and_its_file_together_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment, match="both set"):
        Environment({"SECRET_KEY": "a", "SECRET_KEY_FILE": str(tmp_path)}).text("SECRET_KEY")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "postgresql://app:p%40ss@db.example.org:5433/deals?sslmode=require",
            {"NAME": "deals", "USER": "app", "PASSWORD": "p@ss", "HOST": "db.example.org", "PORT": "5433"}
            | {"sslmode": "require"},
        ),
        (
            "postgres://app@/deals?host=/run/postgres%20here",
            {"NAME": "deals", "USER": "app", "PASSWORD": "", "HOST": "/run/postgres here", "PORT": ""},
        ),
    ],
)
def test_a_database_address_is_taken_apart(address: str, expected: dict[str, str]) -> None:
    assert parse_database("DATABASE_URL", address) == expected


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("sqlite:///deals.db", "must begin with postgresql://"),
        ("postgresql://app@host:port/deals", "check its port"),
        ("postgresql://app@host/", "names no database"),
        ("postgresql://host/deals", "names no user"),
    ],
)
def test_a_bad_database_address_is_refused_without_being_repeated(address: str, reason: str) -> None:
    with pytest.raises(BadEnvironment, match=reason) as refused:
        parse_database("DATABASE_URL", address)
    assert address not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "for_redis", "for_celery"),
    [
        ("redis://h:1/2", "redis://h:1/2", "redis://h:1/2"),
        ("unix:///run/v.sock?db=3", "unix:///run/v.sock?db=3", "redis+socket:///run/v.sock?virtual_host=3"),
        ("redis+socket:///run/v.sock", "unix:///run/v.sock?db=0", "redis+socket:///run/v.sock?virtual_host=0"),
    ],
)
def test_a_queue_address_in_both_spellings(address: str, for_redis: str, for_celery: str) -> None:
    assert parse_redis("REDIS_URL", address) == (for_redis, for_celery)


def test_a_bad_queue_address_is_refused() -> None:
    with pytest.raises(BadEnvironment, match="must begin with redis://"):
        parse_redis("REDIS_URL", "amqp://h")


# The settings themselves, as a process that starts meets them.


def _start(*code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    path = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "dealtracker.settings"}
    command = [sys.executable, *(code or ("-c", "import dealtracker.settings"))]
    return subprocess.run(command, cwd=ROOT, env=path | environment, capture_output=True, text=True, check=False)


def test_good_settings_start() -> None:
    done = _start(**GOOD)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY must be"),
        ({"SECRET_KEY": "change-me-" + GOOD["SECRET_KEY"]}, "SECRET_KEY must be"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS holds *"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        ({"DATABASE_URL": "mysql://u@h/d"}, "DATABASE_URL must begin"),
        ({"REDIS_URL": "here"}, "REDIS_URL must begin"),
        ({"DEBUG": "perhaps"}, "DEBUG is 'perhaps'"),
        ({"PUBLIC_READING": "on"}, "CORRECTIONS_ADDRESS is not set"),
        ({"STATEMENT_TIMEOUT_MS": "soon"}, "STATEMENT_TIMEOUT_MS is 'soon'"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is 'loud'"),
        ({"ALLOWED_HOSTS": "deals.example.org,exa mple"}, "ALLOWED_HOSTS holds 'exa mple'"),
        ({"ALLOWED_HOSTS": "https://deals.example.org"}, "ALLOWED_HOSTS holds 'https://deals.example.org'"),
        ({"CSRF_TRUSTED_ORIGINS": "deals.example.org"}, "CSRF_TRUSTED_ORIGINS holds 'deals.example.org'"),
        ({"DATABASE_URL": "postgresql://a@b/c?colour=red"}, "DATABASE_URL has the option 'colour'"),
        ({"REDIS_URL": "redis://[::bad"}, "REDIS_URL is not an address"),
        ({"REDIS_URL": "redis://localhost:abc/0"}, "REDIS_URL is not an address"),
        ({"REDIS_URL": "redis://localhost:6379/x"}, "REDIS_URL must be redis://"),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN must be 20"),
        ({"API_LIMIT_ACCOUNT": "many"}, "API_LIMIT_ACCOUNT is 'many'"),
        ({"SCREENING_SECOND_PERSON": "both"}, "SCREENING_SECOND_PERSON is 'both'"),
    ],
)
def test_a_bad_value_ends_the_start_with_one_line(change: dict[str, str], names: str) -> None:
    done = _start(**(GOOD | change))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"dealtracker cannot start: {names}")


@pytest.mark.parametrize(
    "program",
    [("manage.py", "check"), ("-m", "celery", "-A", "dealtracker.celery", "report"), ("-c", "import dealtracker.wsgi")],
    ids=["manage", "celery", "wsgi"],
)
def test_every_program_ends_with_the_same_line(program: tuple[str, ...]) -> None:
    done = _start(*program, **(GOOD | {"REDIS_URL": "here"}))
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith("dealtracker cannot start: REDIS_URL must begin")
    assert "Traceback" not in done.stderr


def test_the_check_for_deployment_finds_nothing() -> None:
    done = _start("manage.py", "check", "--deploy", "--fail-level", "WARNING", **GOOD)
    assert done.returncode == 0, done.stderr


def test_commands_that_change_tables_act_as_the_owner() -> None:
    code = (
        "import sys; sys.argv = ['manage.py', '{}'];"
        "from dealtracker.settings import DATABASES; print(DATABASES['default']['USER'])"
    )
    roles = {"DATABASE_OWNER_URL": "postgresql://owner@db.example.org/deals"}
    asked = {name: _start("-c", code.format(name), **(GOOD | roles)).stdout.strip() for name in ("migrate", "relay")}
    assert asked == {"migrate": "owner", "relay": "app"}


def test_a_folder_that_cannot_be_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for given in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(BadEnvironment, match=r"FILES_DIR names .*is no folder"):
            Environment({"FILES_DIR": str(given)}).folder("FILES_DIR", "unused")
    assert Environment({"FILES_DIR": str(tmp_path / "a" / "b")}).folder("FILES_DIR", "unused") == tmp_path / "a" / "b"
    assert Environment({}).folder("FILES_DIR", str(tmp_path / "file")) == tmp_path / "file"


def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(BadEnvironment, match=r"DEALTRACKER_VAR names .*may not write"):
        Environment({"DEALTRACKER_VAR": str(tmp_path)}).folder("DEALTRACKER_VAR", "unused")


def test_a_folder_made_beforehand_is_looked_into(tmp_path: Path) -> None:
    def made(given: Path, *, needed: bool) -> Path | None:
        return Environment({"STATIC_ROOT": str(given)}).made_folder("STATIC_ROOT", "staticfiles.json", needed=needed)

    assert Environment({}).made_folder("STATIC_ROOT", "staticfiles.json", needed=True) is None
    assert made(tmp_path / "new", needed=False) == tmp_path / "new"
    for given in (tmp_path / "new", tmp_path):
        with pytest.raises(BadEnvironment, match="run collectstatic first"):
            made(given, needed=True)
    (tmp_path / "staticfiles.json").write_text("{}")
    assert made(tmp_path, needed=True) == tmp_path
    with pytest.raises(BadEnvironment, match="is no folder"):
        made(tmp_path / "staticfiles.json", needed=False)
