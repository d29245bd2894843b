"""The folder of an instance: one keeper at a time, private secrets, sockets with short paths, plain refusals."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import sys
import tempfile
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

from dealtracker.local import account, binaries, commands, console, instance, packages
from dealtracker.local.account import Account
from dealtracker.local.console import Trouble
from dealtracker.local.instance import Instance
from dealtracker.local.postgres import Postgres

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def var() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="dealtracker-unit-", dir="/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def test_one_keeper_at_a_time(var: Path) -> None:
    first = Instance.open(ROOT, var)
    first.publish({"address": "http://127.0.0.1:8000/", "environment": {"A": "b"}})
    assert instance.running(var) == {"address": "http://127.0.0.1:8000/", "environment": {"A": "b"}}
    with pytest.raises(Trouble, match=r"already runs from .* at http://127.0.0.1:8000/"):
        Instance.open(ROOT, var)
    first.close()
    assert instance.running(var) == {}
    Instance.open(ROOT, var).close()


def test_what_a_killed_keeper_left_is_not_taken_for_a_running_one(var: Path) -> None:
    first = Instance.open(ROOT, var)
    first.publish({"address": "here"})
    assert first._lock
    first._lock.close()
    assert instance.read(var) == {"address": "here"}
    assert instance.running(var) == {}


def test_secrets_are_private_and_stay(var: Path) -> None:
    held = Instance.open(ROOT, var)
    key = held.secret_key()
    assert len(key) >= 50
    assert held.secret_key() == key
    held.publish({})
    for name in ("secret_key", "instance.json"):
        assert stat.S_IMODE((var / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(held.sockets.stat().st_mode) == 0o700
    held.close()


@pytest.mark.parametrize("name", ["long" * 20, "with a blank", "50%", "ü"])
def test_an_odd_or_long_path_gets_sockets_elsewhere(var: Path, name: str) -> None:
    held = Instance.open(ROOT, var / name)
    assert instance.PLAIN_PATH.fullmatch(str(held.sockets))
    assert not held.sockets.is_relative_to(var)
    held.close()
    assert not held.sockets.exists()


def test_a_full_disk_is_said(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(instance.shutil, "disk_usage", lambda path: usage(10, 10, 0))
    with pytest.raises(Trouble, match=r"The disk under .* is full"):
        Instance.open(ROOT, var)


def test_data_lies_where_the_servers_account_may_go(var: Path) -> None:
    """Anyone's own account keeps it in the folder; root, whose folder nobody else may enter, elsewhere."""
    var.chmod(0o700)
    held = Instance.open(ROOT, var)
    root = os.geteuid() == 0
    assert (held.account is not None) == root
    assert held.place.is_relative_to("/var/tmp" if root else var)
    assert held.account is None or held.account.can("w", held.place)
    held.close()
    shutil.rmtree(held.place)


def test_who_is_not_root_needs_no_other_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert account.for_servers(ROOT) is None


def test_root_takes_the_owner_of_the_checkout_before_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    entry = namedtuple("entry", "pw_uid pw_gid pw_name")
    people: dict[int | str, object] = {
        5: entry(5, 6, "owner"),
        7: entry(7, 8, "caller"),
        "postgres": entry(9, 9, "postgres"),
    }
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(account, "_entry", people.get)
    monkeypatch.setenv("SUDO_UID", "7")
    monkeypatch.setattr(Path, "stat", lambda self: namedtuple("stat", "st_uid")(5))
    assert account.for_servers(tmp_path) == Account(5, 6, "owner")
    del people[5]
    assert account.for_servers(tmp_path) == Account(7, 8, "caller")
    monkeypatch.delenv("SUDO_UID")
    assert account.for_servers(tmp_path) == Account(9, 9, "postgres")
    del people["postgres"]
    with pytest.raises(Trouble, match="cannot run as root"):
        account.for_servers(tmp_path)


def test_data_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "major", lambda folder, account=None: 18)
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(Trouble, match="written by PostgreSQL 16, and this is PostgreSQL 18"):
        Postgres(tmp_path, tmp_path, tmp_path, tmp_path / "log", {}).prepare()


def test_a_chosen_folder_without_postgresql_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEALTRACKER_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(Trouble, match=f"No PostgreSQL 17 or later was found in {tmp_path}"):
        binaries.postgres(ROOT, None, tmp_path)


def test_a_socket_address_is_quoted() -> None:
    server = Postgres(Path("/b"), Path("/p"), Path("/a b/ü"), Path("/l"), {})
    assert server.address("app") == "postgresql://app@/dealtracker?host=/a%20b/%C3%BC"


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EACCES, "No right to write here"),
        (errno.EIO, "while"),
        (errno.EEXIST, "give another one with --var"),
        (errno.ENOENT, "No folder can be made or entered there"),
    ],
)
def test_an_error_of_the_system_becomes_a_sentence(number: int, says: str) -> None:
    told = str(console.explain(OSError(number, os.strerror(number), "/there"), "starting"))
    assert says in told
    assert "/there" in told


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "٨٠"])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    import dev

    with pytest.raises(SystemExit) as refused:
        dev.main(["run", "--port", port])
    assert refused.value.code == 2
    assert "use a number from 1 to 65535" in capsys.readouterr().err


def test_the_callers_settings_win(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "deals.example.org")
    monkeypatch.delenv("PUBLIC_READING", raising=False)
    held = Instance.open(ROOT, var)
    site = commands._site(held, commands.Servers())
    held.close()
    assert (site["ALLOWED_HOSTS"], site["PUBLIC_READING"]) == ("deals.example.org", "on")


# .venv and its locks.


def pins(kind: str) -> set[str]:
    lines = (ROOT / packages.LOCKS[kind]).read_text().splitlines()
    return {line.split(" ")[0] for line in lines if "==" in line and not line.startswith(("#", " "))}


def test_each_lock_contains_the_one_before() -> None:
    assert pins("production") < pins("local") < pins("dev")


@pytest.mark.parametrize("kind", list(packages.LOCKS))
def test_a_lock_has_hashes_and_names_no_place(kind: str) -> None:
    text = (ROOT / packages.LOCKS[kind]).read_text()
    assert text.count("--hash=sha256:") >= len(pins(kind))
    for trace in (
        "--index-url",
        "--extra-index-url",
        "--find-links",
        "--trusted-host",
        "file:",
        "://",
        "/home",
        "/opt",
    ):
        assert trace not in text


def test_the_pip_that_comes_along_is_the_one_described() -> None:
    digest = hashlib.sha256(packages.PIP.read_bytes()).hexdigest()
    described = (packages.PIP.parent / "README.md").read_text()
    assert digest in described
    assert packages.PIP.name in described


def test_a_larger_lock_serves_for_a_smaller(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    for lock in packages.LOCKS.values():
        (tmp_path / lock).write_text(lock)
    packages._stamp(tmp_path, "local").write_text(packages._digest(tmp_path, "local"))
    assert [packages._filled(tmp_path, kind) for kind in packages.LOCKS] == [True, True, False]
    (tmp_path / "requirements-local.txt").write_text("changed")
    assert packages._filled(tmp_path, "local") is False


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ERROR: Could not find a version that satisfies x", "check network, proxy or pip's index setting"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
    ],
)
def test_a_failed_installation_says_what_to_look_at(said: str, told: str) -> None:
    assert told in packages._why(said, "requirements.txt", None)


def test_an_offline_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="which is no folder"):
        packages._fill(tmp_path, "local", tmp_path / "absent")


def test_a_value_that_the_settings_refuse_is_told_before_any_server_starts(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Instance.open(ROOT, var)
    chosen = commands._site(held, commands.Servers())
    commands._refuse_settings(ROOT, Path(sys.executable), chosen)
    monkeypatch.setenv("DEBUG", "perhaps")
    with pytest.raises(Trouble) as told:
        commands._refuse_settings(ROOT, Path(sys.executable), chosen)
    assert str(told.value) == "dealtracker cannot start: DEBUG is 'perhaps'; use on or off."
    held.close()


def test_a_setting_given_as_a_file_is_not_set_beside_it(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Instance.open(ROOT, var)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("SECRET_KEY_FILE", str(var / "key"))
    assert "SECRET_KEY" not in commands._site(held, commands.Servers())
    held.close()


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_a_command_for_other_servers_is_not_carried_out_on_the_running_instance(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in {"DATABASE_URL", "REDIS_URL"} - {name}:
        monkeypatch.delenv(other, raising=False)
    known = {"given": {name: "theirs"}, "environment": {name: "ours"}}
    for own in ("theirs", "ours", ""):
        monkeypatch.setenv(name, own)
        commands._refuse_elsewhere(known, Path("var"))
    monkeypatch.setenv(name, "elsewhere")
    with pytest.raises(Trouble, match=f"{name} is set, but the instance that runs from var uses another server"):
        commands._refuse_elsewhere(known, Path("var"))


def test_what_a_full_disk_broke_is_told_as_the_full_disk(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Instance.open(ROOT, var)
    failed = Trouble("manage.py migrate failed; its last words (migrate.log):\n")
    assert here.why(failed) is failed
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(instance.shutil, "disk_usage", lambda path: usage(10, 10, 0))
    told = str(here.why(failed))
    here.close()
    assert told.startswith("The disk under ")
    assert told.endswith("It showed as: manage.py migrate failed")
