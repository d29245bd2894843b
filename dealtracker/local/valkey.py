"""Valkey as a child of the supervisor. It holds the queue only, which the database can refill: nothing is kept."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from pathlib import Path

from dealtracker.local.account import Account
from dealtracker.local.child import Child
from dealtracker.local.console import Trouble


@dataclass(frozen=True)
class Valkey:
    program: Path
    place: Path
    sockets: Path
    log: Path
    environment: dict[str, str]
    account: Account | None = None

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def address(self) -> str:
        return f"unix://{self.socket}?db=0"

    def child(self) -> Child:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            "maxmemory-policy": "noeviction",
            "dir": str(self.place),
        }
        options = [part for key, value in settings.items() for part in (f"--{key}", value)]
        return Child("valkey", [self.program, *options], self.environment, self.log, self.place, self.account)

    def wait_ready(self, child: Child, seconds: float = 20) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if child.ended() is not None:
                raise Trouble(f"Valkey stopped while starting; its last words:\n{child.last_words()}")
            if self.is_ready():
                return
            time.sleep(0.03)
        raise Trouble(f"Valkey did not answer within {seconds:.0f} seconds; see {self.log}.")

    def is_ready(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(1)
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False
