"""A small dossier that holds one row of most lists, to be broken one piece at a time."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from deals.actions._dossiers.value import Dossier
from deals.interchange.dossier.reading import read_files

Json = dict[str, Any]
_SMALL: Json = {
    "schema": "deal-dossier/1",
    "deal": {"key": "aoba-loan", "title": "Aoba Compute: about US$300m sought", "currency": "USD"},
    "parties": [
        {"key": "aoba", "kind": "company", "names": [{"text": "Aoba Compute"}, {"text": "青葉", "kind": "alias"}], "hq_country": "JP"},
        {"key": "banks", "kind": "unnamed group", "names": [{"text": "banks"}], "count_min": 2, "count_of": "entities"},
        {"key": "kumo", "kind": "company", "names": [{"text": "Kumo Cloud"}]},
        {"key": "parent", "kind": "company", "names": [{"text": "Aoba Holdings"}]},
    ],
    "stakes": [{"key": "st1", "owner": "parent", "owned": "aoba", "share": {"kind": "approx", "point": "0.5"}}],
    "facilities": [
        {
            "key": "f1", "kind": "loan", "relies_on": ["k1"], "signing_date": "2025-12",
            "amount": {"kind": "approx", "point": "300000000", "currency": "USD", "words": "about US$300m"},
            "purpose": [{"what": "GPUs", "share": {"kind": "exact", "point": "0.5"}}],
        }
    ],
    "contracts": [{"key": "k1", "kind": "lease", "customer": "kumo", "site": "tokyo"}],
    "roles": [{"key": "r1", "party": "aoba", "role": "borrower"}, {"key": "r2", "party": "banks", "role": "approached", "facility": "f1"}],
    "hardware": [{"key": "h1", "model_words": "GPUs", "quantity": {"kind": "unknown"}, "financed_by": ["f1"], "site": "tokyo"}],
    "sites": [{"key": "tokyo", "name": "Aoba Tokyo", "country": "JP", "city": "Tokyo", "precision": "city"}],
    "capacities": [{"key": "c1", "site": "tokyo", "mw": {"kind": "at most", "high": "20"}}],
    "relations": [{"key": "re1", "kind": "follows", "to": "aoba-bridge", "words": "an earlier loan"}],
    "holds": [{"key": "o1", "facility": "f1", "party": "banks"}],
    "entries": [
        {"key": "e1", "facility": "f1", "hold": "o1", "kind": "commitment", "value_date": "2025-12-01", "source": "wire",
         "amount": {"kind": "exact", "point": "100", "currency": "USD"}}
    ],
    "events": [{"key": "ev1", "kind": "talks began", "facility": "f1", "occurred": {"by": "2025-09-01"}}],
    "figures": [{"key": "n1", "measure": "debt", "amount": {"kind": "exact", "point": "5", "currency": "USD"}, "includes": ["f1"]}],
    "sources": [
        {"key": "wire", "kind": "wire", "publisher": "Harbour Wire", "published": "2025-12-01", "url": "https://wire.example/1"},
        {"key": "copy", "kind": "rewrite", "publisher": "Harbour Daily", "published": {"by": "2025-12-05"},
         "links": [{"kind": "re-reports", "to": "wire"}]},
    ],
    "claims": [
        {"source": "wire", "attribution": "people familiar", "at": [
            "/facilities/f1/amount", "/roles/r1", "/roles/r2", "/hardware/h1", "/sites/tokyo", "/capacities/c1", "/contracts/k1",
            "/relations/re1", "/holds/o1", "/events/ev1", "/stakes/st1", "/parties/aoba/hq_country", "/figures/n1"]},
        {"source": "copy", "at": "/facilities/f1/amount", "relation": "contradicts", "quote": {"exact": "US$3bn"},
         "value": {"kind": "approx", "point": "3000000000", "currency": "USD"}},
    ],
    "replies": [
        {"key": "y1", "party": "aoba", "source": "wire", "stance": "denies", "scope": "listed", "listed": ["/facilities/f1/amount"]}
    ],
}  # fmt: skip


def small(**deal: Any) -> Json:
    """A fresh copy, with other values for its deal."""
    found = deepcopy(_SMALL)
    found["deal"] |= deal
    return found


def changed(path: str, value: Any) -> Json:
    """The small dossier with the value at a JSON pointer replaced, or taken out when it is ..., or added."""
    document: Any = small()
    *steps, last = path.strip("/").split("/")
    at = document
    for step in steps:
        at = at[int(step)] if isinstance(at, list) else at[step]
    if value is ...:
        del at[int(last) if isinstance(at, list) else last]
    elif last == "-":
        at.append(value)
    else:
        at[int(last) if isinstance(at, list) else last] = value
    return document


def read(document: Any, *, name: str = "deal.json") -> list[Dossier]:
    data = document if isinstance(document, bytes) else json.dumps(document, ensure_ascii=False).encode()
    return read_files([(name, data)], today=None)
