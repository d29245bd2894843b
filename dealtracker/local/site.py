"""The programs of the site itself, as the supervisor runs them: web, worker, relay, beat, and one-off commands."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dealtracker.local.child import Child
from dealtracker.local.console import Trouble, say
from dealtracker.local.instance import Instance
from dealtracker.local.supervisor import Supervisor

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Site:
    instance: Instance
    python: Path
    environment: Mapping[str, str]
    port: int

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/"

    def manage(self, *arguments: str) -> Child:
        return self._child(arguments[0], "manage.py", *arguments)

    def _child(self, name: str, *arguments: str, **more: str) -> Child:
        command: list[str | Path] = [self.python, *arguments]
        environment = dict(self.environment) | more
        return Child(name, command, environment, self.instance.log(name), self.instance.root)

    def children(self) -> list[Child]:
        celery = ("-m", "celery", "-A", "dealtracker.celery")
        worker = ("worker", "--concurrency=2", "--loglevel=INFO", "--without-gossip", "--without-mingle")
        beat = ("beat", "--loglevel=WARNING", f"--schedule={self.instance.var / 'beat-schedule'}", "--pidfile=")
        return [
            self._child("web", *self._web()),
            self._child("worker", *celery, *worker, STATEMENT_TIMEOUT_MS="90000"),
            self._child("relay", "manage.py", "relay"),
            self._child("beat", *celery, *beat),
        ]

    def _web(self) -> list[str]:
        bind = [f"--bind={HOST}:{self.port}", "--workers=2", "--worker-class=gthread", "--threads=4"]
        return ["-m", "gunicorn", "dealtracker.wsgi", *bind, "--graceful-timeout=10", "--no-control-socket"]

    def run_first(self, words: str, *commands: tuple[str, ...]) -> None:
        """Runs commands of manage.py side by side to their end; the output of one that fails is shown."""
        say(words)
        children = [self.manage(*arguments) for arguments in commands]
        try:
            for child in children:
                child.start()
            for child, arguments in zip(children, commands, strict=True):
                self._finish(child, arguments)
        finally:
            for child in children:
                child.stop(5)

    @staticmethod
    def _finish(child: Child, arguments: tuple[str, ...]) -> None:
        while (code := child.ended()) is None:
            child.wait(1)
        if code:
            raise Trouble(
                f"manage.py {' '.join(arguments)} failed; its last words ({child.log}):\n{child.last_words()}"
            )

    def wait_ready(self, supervisor: Supervisor, seconds: float = 90) -> None:
        """Returns once /healthz answers. Programs that end meanwhile are started again, the web server three times."""
        web = supervisor.children[-4]
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._answers():
                return
            supervisor.tend()
            if supervisor.failures(web) > 3:
                break
            time.sleep(0.1)
        raise Trouble(f"The web server does not answer; its last words ({web.log}):\n{web.last_words()}")

    def _answers(self) -> bool:
        line = http.client.HTTPConnection(HOST, self.port, timeout=2)
        try:
            line.request("GET", "/healthz", headers={"Connection": "close"})
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()
