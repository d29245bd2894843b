"""S7: ten thousand changes in one import, from its commit until all is derived anew, against the plainest SQL for those deals.

The deals are entered by the scenario itself, a tenth as many as the book has and at most ten thousand, once a database.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from contextlib import closing
from typing import Any

import psycopg2

from benchmarks.floors import rooms
from benchmarks.measure import Ratio, in_turn, seconds
from benchmarks.scenarios.full_refresh import SET_SIZE, WORKERS, begin, rebuild

NAME, MOST, SHARE = "S7", 10_000, 10


def run(rounds: int) -> list[Ratio]:
    """Each round gives every chosen deal another title and its first facility another name, all in one import."""
    with closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        with multiprocessing.get_context("spawn").Pool(WORKERS, initializer=begin) as pool:
            work = _Import(cursor, pool)
            ours, floor = in_turn(work.changed, work.floor, rounds=rounds)
    what = f"{NAME} {len(work.deals):,} deals changed in one import, commit to visible"
    imported = tuple(len(work.deals) / taken for taken in work.imports[1:])
    return [
        Ratio(what, ours, floor, "s", 1.5, False, "one INSERT … SELECT per table for them"),
        Ratio(
            f"{NAME} the import itself", imported, (500.0,) * len(imported), "deals/s", 1, True, "the rate asked for"
        ),
    ]


class _Import:
    def __init__(self, cursor: Any, pool: Any) -> None:
        self.cursor, self.pool, self.imports = cursor, pool, list[float]()
        cursor.execute("SELECT count(*) FROM deals_deal WHERE external_ref NOT LIKE 's7-%'")
        [(whole,)] = cursor.fetchall()
        self.dossiers = [_dossier(number) for number in range(min(MOST, max(20, whole // SHARE)))]
        done = self._import("0")
        self.deals = sorted(str(one.deal) for one in done)
        pool.map(rebuild, [self.deals])
        rooms.pick(cursor, self.deals)

    def _import(self, mark: str) -> tuple[Any, ...]:
        from deals.actions.dossiers import import_dossiers
        from deals.interchange.dossier.reading import read_values
        from dealtracker.access.rules import system_viewer
        from dealtracker.access.walls import as_viewer

        for document in self.dossiers:
            document["deal"]["title"] = f"Changed {mark}"
            document["facilities"][0]["name"] = f"Facility {mark}"
        read, started = read_values(self.dossiers, name="benchmark", today=None), time.perf_counter()
        with as_viewer(system_viewer("benchmark")) as viewer:
            found = import_dossiers(
                dossiers=read, viewer=viewer, source_name="benchmark", reason="benchmark", update=True
            ).outcomes
        self.imports.append(time.perf_counter() - started)
        return tuple(found)

    def changed(self) -> float:
        mark, before = str(time.time_ns()), self._states()
        if {one.what for one in self._import(mark)} != {"updated"}:
            raise RuntimeError("not every deal of the import was changed")
        size = min(SET_SIZE, -(-len(self.deals) // WORKERS))
        sets = [self.deals[start : start + size] for start in range(0, len(self.deals), size)]
        counts = list[int]()
        taken = seconds(lambda: counts.extend(self.pool.map(rebuild, sets, chunksize=1)))
        self._check(mark, before, sum(counts))
        return taken

    def _states(self) -> dict[str, int]:
        self.cursor.execute(
            "SELECT deal, wanted FROM public.deals_refreshstate WHERE deal = ANY(%s::uuid[])", [self.deals]
        )
        return {str(deal): wanted for deal, wanted in self.cursor}

    def _check(self, mark: str, before: dict[str, int], rebuilt: int) -> None:
        """Every deal asked for once and rebuilt once, and its sheet says what the import said."""
        self.cursor.execute("SELECT count(*) FROM refresh_behind()")
        [(behind,)] = self.cursor.fetchall()
        once = {deal: wanted + 1 for deal, wanted in before.items()} == self._states()
        if behind or not once or rebuilt != len(self.deals):
            raise RuntimeError(
                f"{rebuilt} of {len(self.deals)} deals were rebuilt, {behind} are behind; each once: {once}"
            )
        self.cursor.execute(
            "SELECT count(*) FROM public.deals_sheet WHERE deal = ANY(%s::uuid[]) AND title = %s"
            " AND position(convert_to(%s, 'UTF8') IN body) > 0",
            [self.deals, f"Changed {mark}", f"Facility {mark}"],
        )
        [(shown,)] = self.cursor.fetchall()
        if shown < len(self.deals):
            raise RuntimeError(f"{shown} of {len(self.deals)} sheets show the change")

    def floor(self) -> float:
        rooms.make_empty(self.cursor)
        return seconds(lambda: rooms.fill(self.cursor))


def _dossier(number: int) -> dict[str, Any]:
    """A loan with borrower, lender, chips, a site, two reports and its first entries."""
    key, millions = f"s7-{number:06d}", 50 + number % 900
    amount = {"kind": "exact", "point": f"{millions}000000", "currency": "USD"}
    part = {**amount, "point": f"{millions // 2}000000"}
    moves = [("commitment", amount, "2025-04-01"), ("drawdown", part, "2025-05-01")]
    said = ["/facilities/f1/amount", "/roles/r1", "/roles/r2", "/sites/t1", "/hardware/h1", "/events/e1", "/holds/h1"]
    return {
        "schema": "deal-dossier/1", "deal": {"key": key, "title": "", "currency": "USD"},
        "parties": [
            _party("bo", f"Larch Compute {number}"), _party("le", f"Sorrel Bank {number % 50}"), _party("ve", "Larch Servers"),
        ],
        "facilities": [{"key": "f1", "name": "", "kind": "loan", "amount": amount, "commitment": "committed"}],
        "roles": [
            {"key": "r1", "party": "bo", "role": "borrower"}, {"key": "r2", "party": "le", "role": "lender", "facility": "f1"},
        ],
        "sites": [{"key": "t1", "name": f"Larch hall {number}", "kind": "site", "country": "JP", "precision": "country"}],
        "hardware": [
            {"key": "h1", "model_words": "chips", "basis": "unknown", "quantity": {"kind": "exact", "point": "1000"},
             "unit": "GPU", "site": "t1", "vendor": "ve", "financed_by": ["f1"], "state": "planned"},
        ],
        "events": [{"key": "e1", "kind": "signed", "facility": "f1", "occurred": "2025-03-20"}],
        "holds": [{"key": "h1", "facility": "f1", "party": "le", "amount": amount}],
        "entries": [
            {"key": f"n{place}", "facility": "f1", "hold": "h1", "kind": kind, "amount": moved, "value_date": day,
             "source": f"{key}-b"}
            for place, (kind, moved, day) in enumerate(moves)
        ],
        "sources": [_source(f"{key}-a", "Larch Wire", "wire"), _source(f"{key}-b", "Larch Agent", "memo")],
        "claims": [{"source": f"{key}-a", "at": said}, {"source": f"{key}-b", "at": ["/facilities/f1/amount"]}],
    }  # fmt: skip


def _party(key: str, name: str) -> dict[str, Any]:
    return {"key": key, "kind": "company", "names": [{"text": name}]}


def _source(key: str, publisher: str, kind: str) -> dict[str, Any]:
    return {
        "key": key,
        "kind": kind,
        "publisher": publisher,
        "url": f"https://example.org/{key}",
        "published": "2025-06-01",
    }
