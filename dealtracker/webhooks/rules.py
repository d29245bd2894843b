"""How a delivery is signed, when it is tried again, and where nothing is ever sent. Plain Python.

Signatures follow Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over id, seconds and body.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

# Kinds of events, and what has happened.
KINDS = {
    "deal.created": "a deal was entered",
    "deal.amended": "values of a deal were amended",
    "deal.changed": "rows, entries or evidence of a deal changed",
    "deal.removed": "a shipped deal was taken out",
    "claim.accepted": "a claim was accepted in review",
    "claim.settled": "the relation of a claim was settled",
    "reply.recorded": "what a party answered was recorded",
    "source.amended": "a source was amended",
    "source.linked": "a source was linked to another, or a link taken out",
    "source.corrected": "a source corrects or retracts another",
    "source.withdrawn": "a source was withdrawn",
    "source.taken_down": "a source's text was destroyed",
    "limit.breached": "a limit is exceeded",
    "limit.kept_again": "a limit is kept again",
    "limit.made": "a limit was set",
    "limit.changed": "a limit was changed",
}
# After which wait a delivery that failed is tried again; some three days in all, then it is given up.
WAITS = tuple(timedelta(seconds=s) for s in (5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 64_800, 86_400))
# What Python counts as global and yet leads back inside, or to many at once.
_INWARD = tuple(ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96"))
_LONGEST = 500


class BadAddress(ValueError):
    """An address to which nothing is sent; the text says why."""


def signature(key: bytes, *, message: str, seconds: int, body: bytes) -> str:
    """`v1,…` over "id.seconds.body"."""
    signed = b".".join((message.encode(), str(seconds).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def shown_secret(key: bytes) -> str:
    """The key as receivers keep it."""
    return "whsec_" + base64.b64encode(key).decode()


def wait_after(attempts: int) -> timedelta | None:
    """How long after the last of so many attempts the next one is made; None where there is none."""
    return WAITS[attempts - 1] if 0 < attempts <= len(WAITS) else None


def check_address(url: str) -> tuple[str, int]:
    """(host, port) of an https address; raises BadAddress. Where the host leads is looked at when it is sent to."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError:
        raise BadAddress("is not an address that can be read") from None
    if parts.scheme != "https" or not host or len(url) > _LONGEST or not url.isascii() or not url.isprintable():
        raise BadAddress("must be an address that begins with https://, in ASCII, of at most 500 characters")
    if parts.username or parts.password or parts.fragment or any(mark in url for mark in ' "<>\\'):
        raise BadAddress("must hold no name, password, fragment, space or quote")
    if port != 443 and port < 1024:
        raise BadAddress("must use port 443, or one above 1023")
    try:
        literal = ip_address(host)
    except ValueError:
        return host, port
    if not is_public(literal):
        raise BadAddress("leads into a private network")
    return host, port


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether the address belongs to one machine of the open internet."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return is_public(address.ipv4_mapped)
    inward = any(address in network for network in _INWARD if network.version == address.version)
    return address.is_global and not address.is_multicast and not address.is_reserved and not inward


def public_ones(addresses: Iterable[str]) -> list[str]:
    """The addresses a name leads to; raises BadAddress unless every one is public, so that none is chosen by chance."""
    found = list(dict.fromkeys(addresses))
    if not found or not all(is_public(ip_address(one.partition("%")[0])) for one in found):
        raise BadAddress("leads into a private network, or nowhere")
    return found
