"""What the party of China, Macau or another D:5 country does in the deal, read from a few words."""
from __future__ import annotations

import re
from dataclasses import dataclass

from deals.hardware.calc.naming import UNKNOWN_WORDS
from dealtracker.countries import country_code

# Words that make the items "for" the party: purchaser, consignee, lessee, owner (scope of 15 CFR 744.23).
ACQUIRES = ("buyer", "purchaser", "lessee", "sublessee", "lessor", "consignee", "owner", "importer", "recipient",
            "borrower", "operator", "provider", "reseller", "distributor", "acquirer", "transferee",
            "buy", "buying", "purchase", "purchasing", "lease", "leasing", "acquire", "acquiring")  # fmt: skip
# Words of use from afar. "End user" counts as acquiring unless one of these stands anywhere in the text.
REMOTE = ("cloud", "iaas", "remote", "colocation", "co-location", "hosting", "hosted", "tenant", "remotely", "compute",
          "computing", "offtaker", "gpuaas", "saas", "api", "bare-metal", "bare metal", "subscriber")  # fmt: skip
# Parties whose part no rule of the pack speaks of: a person reviews them.
OTHER = ("lender", "bank", "financier", "investor", "shareholder", "parent", "guarantor", "arranger", "supplier", "seller",
         "vendor", "manufacturer", "adviser", "contractor", "landlord", "forwarder")  # fmt: skip
# Who passes the items on: the headquarters of a case are the user's, so that theirs are not among its inputs.
BETWEEN = ("intermediate consignee", "importer", "reseller", "distributor")
_PERCENT = r"\d+(?:[.,]\d+)?\s*(?:%|per\s?cent\b)"
# A share in a company, not the items themselves: "51% owner", "owns 49 % of the lessee", "minority stake".
_STAKE = re.compile(
    rf"(?:{_PERCENT}|\b(?:majority|minority|controlling|beneficial|part|half|joint))[\s-]*(?:co-?)?(?:own\w*|stakes?\b|interest\b|share\b)"
    rf"|\b(?:co-?)?own\w*(?: of| with| at| about| over| up to)?[\s(:-]*{_PERCENT}"
)
# "lender to the buyer" is no buyer: what stands behind the part of another is left out.
_OF_ANOTHER = re.compile(rf"\b({'|'.join(OTHER)})(?:s|es)?\b.*?\b(?:of|to|for|in|behind)\b.*")
# "none known" says that nobody knows, and "none but a lender" that there is one.
_NONE = re.compile(
    r"none\b(?! (?:known|stated|disclosed|reported|named))(?!.*\b(?:but|only|except|besides|other than|apart from)\b)"
    r"|no(?: china| chinese)?(?: party| role| part| involvement)?$|not involved$"
    r"|no part(?:y|ies) (?:of|from) (?:the )?(?:china|prc|people's republic of china)(?: (?:is )?involved)?$"
    r"|no (?:china|chinese|prc) part(?:y|ies)(?: (?:is |are )?involved)?$"
)
# From a "not" to the next word that affirms again.
_DENIED = re.compile(r"\b(?:not|no|never|neither)\b.*?(?=;|\b(?:but|only|merely|rather|instead)\b|$)")
_END_USER = re.compile(r"\bend[\s-]*users?\b|\bultimate users?\b")
_TRANSACTIONS = (
    ("reexport", re.compile(r"\bre-?\s?export(?:s|ed|ing|ation)?\b", re.ASCII)),
    ("in_country_transfer", re.compile(r"\bin-?\s?country transfer|\btransfer \(in-?\s?country\)", re.ASCII)),
    ("export_from_us", re.compile(r"\bexport\w* (directly )?from (the )?(us|u\.s|usa|united states)\b", re.ASCII)),
)
TRANSACTIONS = ("export_from_us", "reexport", "in_country_transfer", "unknown")
_LEAVES = re.compile(
    r"\b(?:re-?\s?)?(?:export|tran(?:s|ss)hip|transit|ship|mov)\w* (?:directly )?(?:from|out of|through|via) ([^,;:()/]+)"
)


@dataclass(frozen=True)
class Role:
    """`kind` is acquires, remote, both, none, other or unknown; `words` are those entered, and may say the movement.

    `between`: the party acquires to pass on, and is not the one whose headquarters the case names.
    """

    kind: str
    words: str
    transaction: str = "unknown"
    moves_from: str | None = None
    between: bool = False

    @property
    def is_remote(self) -> bool:
        return self.kind in ("remote", "both")

    @property
    def acquires(self) -> bool:
        return self.kind in ("acquires", "both")


def read_role(words: str | None) -> Role:
    """From words such as "lessee/buyer" or "cloud customer with CN parent". What cannot be read is unknown."""
    said = _folded(words or "")
    transaction = next((name for name, form in _TRANSACTIONS if form.search(said)), "unknown")
    kind = _kind(said)
    return Role(kind, words or "", transaction, _left(said), kind == "acquires" and _passes_on(said))


def read_transaction(words: str) -> str | None:
    """One of TRANSACTIONS from its name or a plain spelling, such as "re-export"; None when the words are neither."""
    said = _folded(words).rstrip(".")
    return "unknown" if said in UNKNOWN_WORDS else next((n for n, form in _TRANSACTIONS if form.fullmatch(said)), None)


def _folded(words: str) -> str:
    return " ".join(words.casefold().replace("_", " ").split())


def _left(said: str) -> str | None:
    """The country that the words say the hardware leaves, such as JP in "re-export from Japan to Singapore"."""
    found = _LEAVES.search(said)
    return country_code(re.split(r" to | by | in ", found[1])[0]) if found else None


def _kind(said: str) -> str:
    if said in UNKNOWN_WORDS:
        return "unknown"
    if _NONE.match(said):
        return "none"
    affirmed = _affirmed(said)
    kinds = {_part_kind(part) for part in _parts(affirmed)}
    if "remote" not in kinds and any(_END_USER.search(_OF_ANOTHER.sub("", part)) for part in _parts(affirmed)):
        kinds.add("acquires")
    if {"remote", "acquires"} <= kinds:
        return "both"
    if kind := next((kind for kind in ("remote", "acquires") if kind in kinds), None):
        return kind
    return "other" if _says(affirmed, OTHER) else "unknown"


def _affirmed(said: str) -> str:
    return _STAKE.sub(" shareholder ", _DENIED.sub(" ", said))


def _parts(affirmed: str) -> list[str]:
    return re.split(r"[/,;&+]| and | but ", affirmed)


def _passes_on(said: str) -> bool:
    """Whether nothing but the words of BETWEEN makes the party acquire."""
    affirmed = _affirmed(said)
    rest = re.sub("|".join(BETWEEN), " ", affirmed)
    return rest != affirmed and not _says(rest, ACQUIRES) and not _END_USER.search(rest)


def _part_kind(part: str) -> str:
    """One part of "lessee/buyer": a cloud provider acquires, a buyer of cloud capacity uses from afar."""
    if not _says(part, REMOTE):
        return "acquires" if _says(_OF_ANOTHER.sub("", part), ACQUIRES) else ""
    runs_it = _says(part, ("provider", "operator")) and not _says(part, ("customer", "user", "client", "tenant"))
    return "acquires" if runs_it else "remote"


def _says(text: str, words: tuple[str, ...]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}(?:s|es)?\b", text) for word in words)
