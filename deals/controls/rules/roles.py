"""What the party of China, Macau or another D:5 country does in the deal, read from a few words."""
from __future__ import annotations

import re
from dataclasses import dataclass

# Words that make the items "for" the party: purchaser, consignee, lessee, owner (scope of 15 CFR 744.23).
ACQUIRES = ("buyer", "purchaser", "lessee", "lessor", "consignee", "owner", "importer", "recipient", "borrower",
            "operator", "provider", "reseller", "distributor", "acquirer", "transferee")  # fmt: skip
# Words of use from afar. "End user" counts as acquiring unless one of these stands anywhere in the text.
REMOTE = ("cloud", "iaas", "remote", "colocation", "co-location", "hosting", "hosted", "tenant", "compute", "computing",
          "offtaker", "gpuaas", "bare-metal", "bare metal", "subscriber")  # fmt: skip
# Parties whose part no rule of the pack speaks of: a person reviews them.
OTHER = ("lender", "bank", "investor", "shareholder", "parent", "guarantor", "arranger", "supplier", "seller", "vendor",
         "manufacturer", "adviser", "contractor")  # fmt: skip
_NONE = re.compile(
    r"none\b(?! (?:known|stated|disclosed|reported|named))|no(?: china| chinese)?(?: party)?$|not involved$"
)
_UNKNOWN = frozenset({"", "unknown", "not known", "undisclosed", "unspecified", "not stated", "?", "n/a", "null"})
# From a "not" to the next word that affirms again.
_DENIED = re.compile(r"\b(?:not|no|never|neither)\b.*?(?=;|\b(?:but|only|merely|rather|instead)\b|$)")
_END_USER = re.compile(r"\bend[\s-]*users?\b|\bultimate users?\b")
_TRANSACTIONS = (
    ("reexport", re.compile(r"\bre-?\s?export", re.ASCII)),
    ("in_country_transfer", re.compile(r"\bin-?\s?country transfer", re.ASCII)),
    ("export_from_us", re.compile(r"\bexport\w* (directly )?from (the )?(us|u\.s\.|usa|united states)\b", re.ASCII)),
)
TRANSACTIONS = ("export_from_us", "reexport", "in_country_transfer", "unknown")


@dataclass(frozen=True)
class Role:
    """`kind` is acquires, remote, both, none, other or unknown; `words` are those entered."""

    kind: str
    words: str
    transaction: str = "unknown"

    @property
    def is_remote(self) -> bool:
        return self.kind in ("remote", "both")

    @property
    def acquires(self) -> bool:
        return self.kind in ("acquires", "both")


def read_role(words: str | None) -> Role:
    """From words such as "lessee/buyer" or "cloud customer with CN parent". What cannot be read is unknown."""
    said = " ".join((words or "").casefold().replace("_", " ").split())
    transaction = next((name for name, form in _TRANSACTIONS if form.search(said)), "unknown")
    return Role(_kind(said), words or "", transaction)


def _kind(said: str) -> str:
    if said in _UNKNOWN:
        return "unknown"
    if _NONE.match(said):
        return "none"
    affirmed = _DENIED.sub(" ", said)
    kinds = {_part_kind(part) for part in re.split(r"[/,;&+]| and | but ", affirmed)}
    if "remote" not in kinds and _END_USER.search(affirmed):
        kinds.add("acquires")
    if {"remote", "acquires"} <= kinds:
        return "both"
    if kind := next((kind for kind in ("remote", "acquires") if kind in kinds), None):
        return kind
    return "other" if _says(affirmed, OTHER) else "unknown"


def _part_kind(part: str) -> str:
    """One part of "lessee/buyer": a cloud provider acquires, a buyer of cloud capacity uses from afar."""
    if not _says(part, REMOTE):
        return "acquires" if _says(part, ACQUIRES) else ""
    runs_it = _says(part, ("provider", "operator")) and not _says(part, ("customer", "user", "client", "tenant"))
    return "acquires" if runs_it else "remote"


def _says(text: str, words: tuple[str, ...]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}(?:s|es)?\b", text) for word in words)
