"""The benchmarks: `python3 dev.py bench [NAME …] [--deals N] [--rounds N] [--write]`.

NAME is S1, S4, S5, S6, S7, S9, S10, S11, S12, S15 or S16; without one, all are run. Each prints a ratio with both sides, the median
of its rounds and the lowest and highest round. --write keeps the lines in benchmarks/RESULTS.md with date, commit and machine.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.book.load import ready
from benchmarks.book.shape import Shape
from benchmarks.measure import HEAD, ROUNDS, Ratio
from benchmarks.spent import Spent

RESULTS = Path(__file__).with_name("RESULTS.md")
NAMES = (
    "S5",
    "S1",
    "S4",
    "S9",
    "S6",
    "S7",
    "S16",
    "S10",
    "S11",
    "S12",
    "S15",
)  # the first fills the derived rows that the others read
# Those that read facts alone do not wait for that.
_OF_FACTS = {"S11", "S12", "S15"}


def main() -> int:
    options = _options()
    shape = Shape(options.deals)
    os.environ["STATEMENT_TIMEOUT_MS"] = "0"
    taken = ready(shape)
    print(f"A book of {shape.deals:,} deals{f', made in {taken:,.0f} s' if taken else ''}.", flush=True)
    import django

    django.setup()
    filled = None if set(options.names or NAMES) <= _OF_FACTS else _fill_once()
    print(HEAD, flush=True)
    lines = []
    for name in NAMES:
        if name in (options.names or NAMES):
            for ratio in _scenario(name, options.rounds, filled):
                lines.append(ratio.line())
                print(lines[-1], flush=True)
    if options.write:
        _keep(shape, taken, options.rounds, lines)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="dev.py bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(sorted(NAMES)))
    parser.add_argument("--deals", type=int, default=2_000, help="size of the book (2000)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds of each measurement ({ROUNDS})")
    parser.add_argument("--write", action="store_true", help="keep the lines in benchmarks/RESULTS.md")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in NAMES]:
        parser.error(f"there is no {unknown[0]}; there are: {', '.join(sorted(NAMES))}")
    if not 100 <= options.deals <= 1_000_000 or not 1 <= options.rounds <= 100:
        parser.error("--deals takes 100 to 1000000, --rounds 1 to 100")
    return options


def _scenario(name: str, rounds: int, filled: Spent | None) -> list[Ratio]:
    from benchmarks.scenarios import (
        deal_list,
        exposure_groups,
        full_refresh,
        large_deal,
        large_import,
        one_change,
        other_dates,
        party_admin,
        schedules,
        screening,
        search,
    )

    rooms = {
        "S1": deal_list, "S4": other_dates, "S5": full_refresh, "S6": one_change, "S7": large_import, "S9": exposure_groups,
        "S10": search, "S11": screening, "S12": schedules, "S15": party_admin, "S16": large_deal,
    }  # fmt: skip
    return full_refresh.run(rounds, filled=filled) if name == full_refresh.NAME else rooms[name].run(rounds)


def _fill_once() -> Spent | None:
    """Derived rows for every deal, where a book was just made, with the statistics that an hour later they would have."""
    from benchmarks.book.load import settle
    from benchmarks.scenarios.full_refresh import fill

    if filled := fill():
        print(filled.line(), flush=True)
        settle()
    return filled


def _keep(shape: Shape, taken: float | None, rounds: int, lines: list[str]) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**30
    made = f" Made in {taken:,.0f} s." if taken else ""
    told = [
        f"\n## {datetime.now(UTC):%Y-%m-%d}, {shape.deals:,} deals, commit {commit}\n",
        f"{os.cpu_count()} cores, {memory} GB, {platform.system()}, Python {platform.python_version()}, the PostgreSQL and"
        f" Valkey that dev.py starts. Medians of {rounds} interleaved rounds.{made}\n",
        HEAD, *lines, "",
    ]  # fmt: skip
    with RESULTS.open("a", encoding="utf-8") as results:
        results.write("\n".join(told))


if __name__ == "__main__":
    sys.exit(main())
