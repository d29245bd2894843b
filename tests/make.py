"""Short builders: a small dossier from a few words, and its import and refresh as the program itself does them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from deals.actions.dossiers import import_dossiers
from deals.interchange.dossier.reading import read_values
from deals.refresh import behind, refresh
from deals.sheets.models import RefreshState
from dealtracker.access.rules import Viewer, system_viewer
from dealtracker.access.walls import as_viewer

# The day that the tests' world stands on: every report in it is older, every maturity later.
DAY = date(2026, 3, 2)
PUBLISHED = "2025-12-01"
SYSTEM = system_viewer("tests")
Json = dict[str, Any]


def money(point: str, currency: str = "USD", kind: str = "exact") -> Json:
    return {"kind": kind, "point": point, "currency": currency}


def party(key: str, name: str, *, kind: str = "company", **more: Any) -> Json:
    return {"key": key, "kind": kind, "names": [{"text": name}], **more}


def source(key: str, publisher: str, *, kind: str = "wire", **more: Any) -> Json:
    return {
        "key": key, "kind": kind, "publisher": publisher, "url": f"https://example.org/{key}", "published": PUBLISHED, **more,
    }  # fmt: skip


def dossier(
    key: str, *, title: str = "", compartment: str = "Public", borrower: str = "Borealis Compute",
    lender: str = "Harbour Bank", site: str = "Quay Data Hall", publisher: str = "Northern Wire", amount: str = "300000000",
    labels: Sequence[str] = (), private_view_of: str = "", **lists: Any,
) -> Json:  # fmt: skip
    """A deal with a borrower, a lender, one loan, a site in Japan, ten chips and one report of it all.

    `lists` are added to the lists of the same name; an entry point for what a test is about.
    """
    said = source(f"s-{key}", publisher)
    document: Json = {
        "schema": "deal-dossier/1",
        "deal": {
            "key": key, "title": title or f"{borrower}: loan for chips ({key})", "currency": "USD", "compartment": compartment,
            "labels": list(labels), **({"private_view_of": private_view_of} if private_view_of else {}),
        },
        "parties": [party("bo", borrower), party("le", lender, kind="bank")],
        "facilities": [{"key": "f1", "name": "term loan", "kind": "loan", "amount": money(amount), "commitment": "proposed"}],
        "roles": [
            {"key": "r1", "party": "bo", "role": "borrower"},
            {"key": "r2", "party": "le", "role": "lender", "facility": "f1"},
        ],
        "sites": [{"key": "t1", "name": site, "kind": "site", "country": "JP", "city": "Tokyo", "precision": "city"}],
        "hardware": [{"key": "h1", "model_words": "chips, model not stated", "basis": "unknown", "quantity": {"kind": "exact", "point": "10"},
                      "unit": "GPU", "site": "t1", "financed_by": ["f1"], "state": "planned"}],
        "events": [{"key": "e1", "kind": "talks began", "facility": "f1", "occurred": {"by": "2025-11-20"}}],
        "sources": [said],
        "claims": [
            {"source": said["key"], "at": ["/facilities/f1/amount", "/roles/r1", "/roles/r2", "/sites/t1", "/hardware/h1", "/events/e1"]}
        ],
    }  # fmt: skip
    for name, rows in lists.items():
        document[name] = [*document.get(name, []), *rows]
    return document


def ledger(
    entries: Sequence[tuple[str, str, str, str]], *, committed: str = "100000000", holds: Sequence[str] = ("le",)
) -> Json:
    """Lists for `dossier(**…)`: holds of the loan and entries (hold, kind, amount, day), in US dollars."""
    said = source("s-ledger", "Agent notice", kind="memo")
    rows = [
        {"key": f"n{place}", "facility": "f1", "hold": hold, "kind": kind, "amount": money(amount), "value_date": day, "source": "s-ledger"}
        for place, (hold, kind, amount, day) in enumerate(entries, 1)
    ]  # fmt: skip
    held = [{"key": hold, "facility": "f1", "party": hold, "amount": money(committed)} for hold in holds]
    claims = [{"source": "s-ledger", "at": [f"/holds/{hold}" for hold in holds]}]
    return {"holds": held, "entries": rows, "sources": [said], "claims": claims}


def save(*documents: Json, viewer: Viewer = SYSTEM, update: bool = False, then: bool = True) -> list[UUID]:
    """Imports the dossiers, all or nothing, and with `then` rebuilds what rests on them; their deals in order."""
    read = read_values(documents, name="test", today=None)
    with as_viewer(viewer):
        result = import_dossiers(dossiers=read, viewer=viewer, source_name="test", reason="a test", update=update)
    if then:
        catch_up()
    return [outcome.deal for outcome in result.outcomes]


def catch_up() -> int:
    """Rebuilds whatever is behind; how many deals. A deal that cannot be rebuilt fails the test."""
    done = 0
    while found := behind():
        done += (rebuilt := refresh(found, at=timezone.now()))
        if not rebuilt:
            break
    with as_viewer(SYSTEM):
        stuck = list(RefreshState.rows.exclude(error="").values_list("deal", "error"))
    assert not stuck, stuck
    return done
