"""What `dev.py run`, `test`, `manage` and `bench` do, once the arguments are read."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dealtracker.local import packages, servers
from dealtracker.local.console import Trouble, say
from dealtracker.local.from_files import FROM_FILES
from dealtracker.local.instance import Instance, running, who_runs
from dealtracker.local.servers import Servers
from dealtracker.local.site import HOST, Site
from dealtracker.local.supervisor import Stop, Supervisor, ignore, listen

# Addresses that pass for servers while only the other settings are looked at.
_NOWHERE = {"DATABASE_URL": "postgresql://nobody@localhost:1/nowhere", "REDIS_URL": "redis://localhost:1/0"}


def run(root: Path, *, var: Path, port: int, empty: bool, offline: Path | None) -> int:
    """Everything, until someone asks for the end."""
    listen()
    if running(var.resolve()):
        raise Trouble(who_runs(var.resolve()))
    _refuse_taken(port)
    instance = Instance.open(root, var)
    try:
        python = packages.ensure(root, servers.needed(), offline=offline)
        _refuse_settings(root, python, _site(instance, Servers()))
        with servers.started(instance) as found:
            environment = servers.with_root(root, _site(instance, found))
            site = Site(instance, python, environment, port)
            given = {name: os.environ.get(name, "") for name in _NOWHERE}
            facts = {"pid": os.getpid(), "address": site.address, "given": given}
            instance.publish(facts | {"environment": _site(instance, found)})
            _prepare(site, empty)
            _keep(site, found)
    except Trouble as trouble:
        raise instance.why(trouble) from None
    except Stop:
        return 0
    finally:
        ignore()
        instance.close()
    return 0


def _refuse_taken(port: int) -> None:
    with socket.socket() as test:
        test.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            test.bind((HOST, port))
        except PermissionError:
            raise Trouble(
                f"Port {port} is kept for root on this machine: choose one from 1024 on with --port."
            ) from None
        except OSError:
            raise Trouble(
                f"Port {port} is in use by another program: stop that one, or choose another with --port {port + 1}."
            ) from None


def _refuse_settings(root: Path, python: Path, chosen: Mapping[str, str]) -> None:
    """A value that the settings refuse is told before any server is started; the servers' addresses come later."""
    command = [str(python), "-c", "import dealtracker.settings"]
    environment = _NOWHERE | {key: value for key, value in servers.with_root(root, dict(chosen)).items() if value}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(done.stderr.strip()[-1500:])


def _site(instance: Instance, found: Servers) -> dict[str, str]:
    """The settings of a site on one's own machine; what the caller's environment sets already, wins."""
    chosen = {
        "DJANGO_SETTINGS_MODULE": "dealtracker.settings",
        "SECRET_KEY": instance.secret_key(),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "PLAIN_HTTP": "on",
        "PUBLIC_READING": "on",
        "CORRECTIONS_ADDRESS": "corrections@localhost",
        "DEALTRACKER_VAR": str(instance.var),
    }
    in_files = {key for key in chosen if os.environ.get(f"{key}_FILE")}
    return {key: os.environ.get(key) or value for key, value in chosen.items() if key not in in_files} | found.found


def _prepare(site: Site, empty: bool) -> None:
    site.run_first("Bringing the database up to date …", ("migrate", "--no-input"))
    always = ("check", "--database", "default"), ("load_rates",)
    if empty:
        site.run_first("Loading the catalogue of chips and exchange rates …", *always, ("load_catalogue",))
    else:
        site.run_first("Loading the demo, deals as they were reported, and exchange rates …", *always, ("load_demo",))
    site.run_first("Working out what follows from the facts …", ("refresh",))


def _keep(site: Site, found: Servers) -> None:
    how_to_sign_in = _sign_in(site)
    say("Starting web, worker, relay and beat …")
    own = site.children()
    supervisor = Supervisor([*found.children, *own])
    try:
        for child in own:
            child.start()
        site.wait_ready(supervisor)
        say(f"\nReady: {site.address}\n{how_to_sign_in}\nCtrl-C stops everything. Logs: {site.instance.var / 'log'}")
        supervisor.keep()
    except Stop:
        say("\nStopping …")
        raise
    finally:
        ignore()
        Supervisor(own).stop()


def _sign_in(site: Site) -> str:
    """The people to sign in as. Not through a log: their passwords belong on the screen alone."""
    command = [str(site.python), "manage.py", "dev_users", "--file", str(site.instance.var / "users.json")]
    done = subprocess.run(
        command, cwd=site.instance.root, env=site.environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Trouble(f"The first users could not be made:\n{(done.stderr or done.stdout).strip()[-1500:]}")
    return f"Sign in there with one of these names and passwords:\n{done.stdout.rstrip()}"


def manage(root: Path, arguments: Sequence[str], *, var: Path) -> int:
    """manage.py against the running instance of this folder, or against its database started for this once."""
    known = running(var.resolve())
    if known.get("environment"):
        _refuse_elsewhere(known, var.resolve())
        python = packages.python(root)
        return _call([str(python), "manage.py", *arguments], root, servers.with_root(root, known["environment"]))
    if set(arguments[:1]) & FROM_FILES:
        return _call([str(packages.ensure(root, "production")), "manage.py", *arguments], root, os.environ)
    return _with_servers(root, var, ["manage.py", *arguments], "local")


def _refuse_elsewhere(known: Mapping[str, Any], var: Path) -> None:
    """A command meant for other servers than those of the running instance is not carried out on these."""
    for name in _NOWHERE:
        own = {known.get("given", {}).get(name), known["environment"].get(name)}
        if os.environ.get(name) and os.environ[name] not in own:
            raise Trouble(
                f"{name} is set, but the instance that runs from {var} uses another server: "
                f"unset {name} to reach that instance, or name another folder with --var."
            )


def bench(root: Path, arguments: Sequence[str], *, var: Path) -> int:
    """benchmarks/run.py with a database and a queue of its own, whose book is kept between calls."""
    return _with_servers(root, var, ["benchmarks/run.py", *arguments], "dev")


def _with_servers(root: Path, var: Path, arguments: Sequence[str], kind: str) -> int:
    listen()
    instance = Instance.open(root, var)
    try:
        python = packages.ensure(root, kind)
        with servers.started(instance) as found:
            environment = servers.with_root(root, _site(instance, found))
            return _call([str(python), *arguments], root, environment)
    except Trouble as trouble:
        raise instance.why(trouble) from None
    except Stop:
        return 130
    finally:
        ignore()
        instance.close()


def test(root: Path, arguments: Sequence[str], *, full: bool, offline: Path | None) -> int:
    """pytest with a PostgreSQL and a Valkey of its own in a folder that is gone afterwards."""
    listen()
    python = packages.ensure(root, "dev", offline=offline)
    folder = Path(tempfile.mkdtemp(prefix="dealtracker-test-"))
    try:
        folder.chmod(0o755)
        instance = Instance.open(root, folder)
        try:
            with servers.started(instance, forgetful=True) as found:
                settings = _site(instance, found) | {"PUBLIC_READING": "off", "DEALTRACKER_FULL": "1" if full else ""}
                settings["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
                command = [str(python), "-m", "pytest", *arguments]
                return _call(command, root, servers.with_root(root, settings))
        finally:
            ignore()
            instance.close()
    except Stop:
        return 130
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _call(command: Sequence[str], root: Path, environment: Mapping[str, str]) -> int:
    """Runs in the foreground. On Ctrl-C the program hears it too and gets time to end by itself."""
    process = subprocess.Popen(command, cwd=root, env=dict(environment))
    try:
        return process.wait()
    except Stop:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        raise
