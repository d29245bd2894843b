"""Typed readers of the environment. A value that cannot be used ends the program with one line.

Every setting may also be given as a file: ``SECRET_KEY_FILE=/run/secrets/key`` is read when ``SECRET_KEY`` is
not set, so that secrets stay out of process listings.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

# What a database address may say after its question mark, besides host and port.
_OPTIONS = frozenset(
    {
        "sslmode",
        "sslrootcert",
        "sslcert",
        "sslkey",
        "sslcrl",
        "sslpassword",
        "ssl_min_protocol_version",
        "channel_binding",
    }
    | {"connect_timeout", "application_name", "target_session_attrs", "keepalives", "keepalives_idle", "gssencmode"}
    | {"keepalives_interval", "keepalives_count", "tcp_user_timeout", "passfile", "service", "client_encoding"}
)
TRUE = frozenset({"1", "on", "true", "yes"})
FALSE = frozenset({"0", "off", "false", "no"})


class BadEnvironment(SystemExit):
    """One sentence about one variable; uncaught, Python prints it without a traceback and exits with 1."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"dealtracker cannot start: {name} {reason}")


class Environment:
    """Reads a mapping of strings, by default the process's own environment."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values = os.environ if values is None else values

    def raw(self, name: str) -> str | None:
        """The value, or the text of the file that NAME_FILE points to; blank counts as absent."""
        value = self._values.get(name, "").strip()
        path = self._values.get(f"{name}_FILE", "").strip()
        if value and path:
            raise BadEnvironment(name, f"and {name}_FILE are both set; keep one of them.")
        if path:
            value = self._from_file(name, path)
        return value or None

    def text(self, name: str, default: str | None = None) -> str:
        value = self.raw(name)
        if value is None and default is None:
            raise BadEnvironment(name, f"is not set; set it, or {name}_FILE to a file that holds it.")
        return default if value is None else value  # type: ignore[return-value]

    def flag(self, name: str, default: bool) -> bool:
        value = self.raw(name)
        if value is None:
            return default
        if value.lower() in TRUE:
            return True
        if value.lower() in FALSE:
            return False
        raise BadEnvironment(name, f"is {value!r}; use on or off.")

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        value = self.raw(name)
        if value is None:
            return default
        if not (value.isascii() and value.isdigit()) or len(value) > 18 or not low <= int(value) <= high:
            raise BadEnvironment(name, f"is {value[:40]!r}; use a whole number from {low} to {high}.")
        return int(value)

    def hosts(self, name: str) -> list[str]:
        """Host names with commas between, without scheme, port or path."""
        found = self.listing(name)
        for host in found:
            if not re.fullmatch(r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\]", host):
                raise BadEnvironment(name, f"holds {host[:60]!r}; name hosts alone, such as deals.example.org.")
        return found

    def origins(self, name: str) -> list[str]:
        """Addresses such as https://deals.example.org, with commas between."""
        found = self.listing(name)
        for origin in found:
            if not re.fullmatch(r"https?://[^/\s,]+", origin):
                raise BadEnvironment(name, f"holds {origin[:60]!r}; write addresses such as https://deals.example.org.")
        return found

    def choice(self, name: str, default: str, allowed: Sequence[str]) -> str:
        value = self.raw(name) or default
        if value not in allowed:
            raise BadEnvironment(name, f"is {value[:40]!r}; use one of: {', '.join(allowed)}.")
        return value

    def listing(self, name: str) -> list[str]:
        """Parts between commas, without blanks; an absent variable is an empty list."""
        return [part.strip() for part in (self.raw(name) or "").split(",") if part.strip()]

    def folder(self, name: str, default: str) -> Path:
        """A folder that this process may write, or make below one that it may. The default is taken unseen."""
        path = Path(self.text(name, default)).absolute()
        if self.raw(name) is None:
            return path
        there = next(place for place in (path, *path.parents) if os.path.lexists(place) or place == place.parent)
        if not there.is_dir():
            raise BadEnvironment(name, f"names {path}, and {there} is no folder that can be entered.")
        if not os.access(there, os.W_OK | os.X_OK):
            raise BadEnvironment(name, f"names {path}, where this account may not write.")
        return path

    def made_folder(self, name: str, holding: str, *, needed: bool) -> Path | None:
        """A folder made beforehand, with this file in it where it is needed; None when the variable is unset."""
        given = self.raw(name)
        if given is None:
            return None
        path = Path(given).absolute()
        if os.path.lexists(path) and not path.is_dir():
            raise BadEnvironment(name, f"names {path}, which is no folder.")
        if needed and not os.access(path / holding, os.R_OK):
            raise BadEnvironment(
                name, f"names {path}, where no {holding} can be read; run collectstatic first, or unset it."
            )
        return path

    def database(self, name: str, default: str | None = None) -> dict[str, str]:
        """A PostgreSQL address as Django wants it. The address itself is never repeated: it may hold a password."""
        return parse_database(name, self.text(name, default))

    def _from_file(self, name: str, path: str) -> str:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
            raise BadEnvironment(f"{name}_FILE", f"names {path}, which cannot be read: {reason}.") from None


def parse_database(name: str, address: str) -> dict[str, str]:
    """``postgresql://user:password@host:port/database?host=/socket/folder`` → NAME, USER, PASSWORD, HOST, PORT.

    Query parameters other than host and port are returned under their own lower-case names (``sslmode`` …).
    """
    try:
        parts = urlsplit(address)
        port = str(parts.port or "")
    except ValueError:
        raise BadEnvironment(name, "is not an address that can be read; check its port.") from None
    if parts.scheme not in {"postgresql", "postgres"}:
        raise BadEnvironment(name, "must begin with postgresql:// because dealtracker keeps its data in PostgreSQL.")
    query = dict(parse_qsl(parts.query))
    found = {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": query.pop("port", "") or port,
    }
    if unknown := sorted(set(query) - _OPTIONS):
        raise BadEnvironment(
            name, f"has the option {unknown[0][:40]!r}, which is none of: {', '.join(sorted(_OPTIONS))}."
        )
    for part, words in (("NAME", "a database"), ("USER", "a user")):
        if not found[part]:
            raise BadEnvironment(name, f"names no {words[2:]}; write postgresql://user:password@host:port/database.")
    return found | query


def parse_redis(name: str, address: str) -> tuple[str, str]:
    """A Redis or Valkey address → the spelling redis-py reads, and the spelling Celery reads."""
    try:
        parts = urlsplit(address)
        usable = bool(parts.hostname and parts.port != 0) if parts.scheme in {"redis", "rediss"} else True
    except ValueError:
        raise BadEnvironment(name, "is not an address that can be read; check its host and port.") from None
    if parts.scheme in {"redis", "rediss"}:
        if not usable or not (parts.path.strip("/").isdecimal() or not parts.path.strip("/")):
            raise BadEnvironment(name, "must be redis://host:port/number, the number that of a database in it.")
        return address, address
    if parts.scheme in {"unix", "redis+socket"} and parts.path.startswith("/"):
        query = dict(parse_qsl(parts.query))
        number = query.get("db") or query.get("virtual_host") or "0"
        return f"unix://{parts.path}?db={number}", f"redis+socket://{parts.path}?virtual_host={number}"
    raise BadEnvironment(name, "must begin with redis://, rediss:// or unix:///path/to/socket.")
