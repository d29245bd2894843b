"""One POST over https to an address that was looked at: resolved once, connected to as resolved, nothing followed."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from dealtracker.webhooks.rules import BadAddress, check_address, public_ones

SECONDS, MOST_READ = 5.0, 64 * 1024


@dataclass(frozen=True)
class Sent:
    """What came back: the status, 0 where there was none, and words for the log."""

    status: int
    words: str

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300


class _Connection(http.client.HTTPSConnection):
    """Connects to the address that was looked at, under the name that was asked for."""

    def __init__(self, host: str, port: int, *, address: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=SECONDS, context=context)
        self._address, self._tls = address, context

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), timeout=SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def send(url: str, *, body: bytes, headers: Mapping[str, str], context: ssl.SSLContext | None = None) -> Sent:
    """The answer, or why there was none; never raises for what the other side does."""
    try:
        host, port = check_address(url)
        address = public_ones(_resolved(host, port))[0]
        return _post(url, host, port, address, body, headers, context or ssl.create_default_context())
    except BadAddress as error:
        return Sent(0, f"the address {error}")
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        return Sent(0, f"no answer ({type(error).__name__})")


def _resolved(host: str, port: int) -> list[str]:
    return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _post(
    url: str, host: str, port: int, address: str, body: bytes, headers: Mapping[str, str], context: ssl.SSLContext
) -> Sent:
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection: Any = _Connection(host, port, address=address, context=context)
    try:
        connection.request("POST", path, body=body, headers={**headers, "Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read(MOST_READ)
        return Sent(answer.status, f"answered {answer.status}")
    finally:
        connection.close()
