"""A plain HTTP client that sends one prepared request over and over on several connections at once."""

from __future__ import annotations

import socket
import threading
import time


class Bad(RuntimeError):
    """An answer other than 200."""


def get(port: int, path: str, headers: dict[str, str] | None = None) -> bytes:
    """The body of one answer, read to its end; the sync workers close after each. Raises Bad."""
    lines = [f"GET {path} HTTP/1.0", "Host: localhost", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    parts = []
    with socket.create_connection(("127.0.0.1", port), timeout=130) as line:
        line.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        while part := line.recv(1 << 20):
            parts.append(part)
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.0 200")):
        raise Bad(f"{path} answered {head[:60]!r} {body[:300]!r}")
    return body


def rate(
    port: int, path: str, headers: dict[str, str] | None = None, *, connections: int = 4, lasting: float = 3
) -> float:
    """Answers a second; any answer but 200 ends the measurement."""
    until, counts, failures = time.perf_counter() + lasting, [0] * connections, list[BaseException]()

    def send(number: int) -> None:
        try:
            while time.perf_counter() < until:
                get(port, path, headers)
                counts[number] += 1
        except (Bad, OSError) as error:
            failures.append(error)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(connections)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sum(counts) / (time.perf_counter() - started)
