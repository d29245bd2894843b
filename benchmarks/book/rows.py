"""The rows of one deal after another, as lines of COPY."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random

from benchmarks.book import shape as s
from benchmarks.book.tables import RECORDED, Table, json
from benchmarks.book.world import World, key, name
from deals.agreements.models import Deal, Facility, Role
from deals.events.models import Event
from deals.hardware.models import HardwareLine
from deals.ledger.models import Hold, LedgerEntry
from deals.sheets.models import RefreshState
from deals.sites.models import DealSite
from dealtracker.evidence.models import Claim, Source, SourceLink
from dealtracker.money import minor_units

_FIRST = date(2023, 1, 2)
_KINDS = ("delayed-draw term loan", "term loan", "private credit facility", "asset-backed notes", "bridge loan")
_ROLES = (("borrower", "obligor"), ("lender", "money"), ("arranger", "agent"), ("offtaker", "user"))
# How far a deal has come decides which four events are known of it.
_EVENTS = (
    ("talks began", "announced", "term sheet", "marketing launched"),
    ("talks began", "mandate", "committed", "announced"),
    ("announced", "signed", "condition met", "delivered"),
    ("signed", "closed", "drawn", "energised"),
    ("closed", "drawn", "syndication closed", "repaid"),
)
_PUBLISHERS = ("The Ledger", "Harbour Wire", "Capital Daily", "Infra Notes", "Eastern Business Review")
_ENTRIES = (("commitment", 100), ("drawdown", 40), ("drawdown", 30), ("repayment", 10), ("repayment", 5))
HOLDS = 6


class DealTables:
    """One `Table` for each list; `add(number)` fills all of them with one deal."""

    def __init__(self, world: World) -> None:
        self.world = world
        wall = ("compartment_id", "id")
        row = (*wall, "deal_id", "key")
        self.deals = Table(Deal, (*wall, "title", "external_ref", "currency", "labels"))
        self.states = Table(RefreshState, ("compartment", "deal"), wanted_at=RECORDED)
        self.sources = Table(
            Source, (*wall, "key", "kind", "publisher", "title", "url", "published_to", "published_from")
        )
        self.links = Table(SourceLink, (*wall, "source_id", "to_id"), kind="re-reports")
        self.facilities = Table(Facility, (*row, "name", "kind", "amount"), commitment="committed")
        self.holds = Table(Hold, (*row, "facility_id", "party_id", "amount"))
        self.entries = Table(
            LedgerEntry, (*row, "facility_id", "hold_id", "kind", "amount_minor", "currency", "value_date", "source_id"),
            booked_at=RECORDED,
        )  # fmt: skip
        self.roles = Table(Role, (*row, "party_id", "role", "group"))
        self.lines = Table(
            HardwareLine, (*row, "model_id", "vendor_id", "quantity", "site_id"), unit="GPU", basis="stated"
        )
        self.deal_sites = Table(DealSite, (*row, "site_id"))
        self.events = Table(Event, (*row, "kind", "occurred"))
        self.claims = Table(
            Claim, (*wall, "source_id", "subject", "target_kind", "target", "field", "value", "relation", "attribution"),
            subject_kind="deal",
        )  # fmt: skip

    def tables(self) -> list[Table]:
        return [table for table in vars(self).values() if isinstance(table, Table)]

    def add(self, number: int) -> None:
        _OneDeal(self, number).write()


class _OneDeal:
    def __init__(self, tables: DealTables, number: int) -> None:
        self.t, self.number, self.world = tables, number, tables.world
        self.random = random = Random(f"{tables.world.shape.seed}/{number}")
        self.wall, self.deal = self.world.wall_of(number), key(random)
        self.day = _FIRST + timedelta(days=random.randrange(1000))
        self.currency = random.choices(s.CURRENCIES, weights=range(len(s.CURRENCIES), 0, -1))[0]
        self.sources = [key(random) for _ in range(3)]

    def write(self) -> None:
        self._own()
        self._sources()
        facilities = self._facilities()
        holds = self._holds(facilities)
        roles, lines, events = self._roles(), self._lines(), self._events()
        said = {
            "deal": [self.deal],
            "facility": facilities,
            "role": roles,
            "hardware": lines,
            "hold": holds,
            "event": events,
        }
        for kind, rows in said.items():
            for target in rows:
                self._claim(self.sources[0], kind, target)
        self._second_report(facilities[0])

    def _own(self) -> None:
        title = f"{name(self.random)} {self.random.choice(_KINDS)} {self.number}"
        labels = self.random.choice(("{}", "{gpu-backed}", "{gpu-backed,cross-border}"))
        self.t.deals.add(self.wall, self.deal, title, f"b{self.number:07d}", self.currency, labels)
        self.t.states.add(self.wall, self.deal)

    def _row(self, prefix: str, number: int) -> tuple[str, str, str, str]:
        return self.wall, key(self.random), self.deal, f"{prefix}{number}"

    def _sources(self) -> None:
        """A newspaper's report, another that re-reports it or has sourcing of its own, and a filing."""
        kinds = ("newspaper", self.random.choice(("wire", "rewrite")), "filing")
        for place, (source, kind) in enumerate(zip(self.sources, kinds, strict=True)):
            day = (self.day + timedelta(days=place * self.random.randrange(1, 20))).isoformat()
            publisher, url = self.random.choice(_PUBLISHERS), f"https://news.example/{self.number}/{place}"
            title = f"{name(self.random)} is said to raise {self.random.randint(50, 900)}m"
            self.t.sources.add(self.wall, source, f"s{self.number}-{place}", kind, publisher, title, url, day, day)
        if kinds[1] == "rewrite":
            self.t.links.add(self.wall, key(self.random), self.sources[1], self.sources[0])

    def _facilities(self) -> list[str]:
        found = []
        for place in range(self.world.shape.facilities_of(self.number)):
            row = self._row("f", place)
            millions = self.random.randint(20, 4000)
            amount = {"kind": "exact", "point": f"{millions}000000", "currency": self.currency, "words": f"{millions}m"}
            self.t.facilities.add(*row, f"Facility {place + 1}", self.random.choice(_KINDS), json(amount))
            found.append(row[1])
        return found

    def _holds(self, facilities: Sequence[str]) -> list[str]:
        found = []
        for place in range(HOLDS):
            facility, row = facilities[place % len(facilities)], self._row("h", place)
            millions = self.random.randint(5, 500)
            amount = json({"kind": "exact", "point": f"{millions}000000", "currency": self.currency})
            self.t.holds.add(*row, facility, self.random.choice(self.world.parties)[0], amount)
            self._entries(facility, row[1], place, millions)
            found.append(row[1])
        return found

    def _entries(self, facility: str, hold: str, place: int, millions: int) -> None:
        """Each entry some days after the one before it, so that what was drawn covers every repayment."""
        day, places = self.day + timedelta(days=30), minor_units(self.currency)
        for step, (kind, percent) in enumerate(_ENTRIES):
            minor = str(millions * 10**6 * 10**places * percent // 100)
            row = self._row("e", place * len(_ENTRIES) + step)
            self.t.entries.add(*row, facility, hold, kind, minor, self.currency, day.isoformat(), self.sources[0])
            day += timedelta(days=self.random.randrange(5, 60))

    def _roles(self) -> list[str]:
        found = []
        for place, (role, group) in enumerate(_ROLES):
            row = self._row("r", place)
            self.t.roles.add(*row, self.random.choice(self.world.parties)[0], role, group)
            found.append(row[1])
        return found

    def _lines(self) -> list[str]:
        found = []
        site = self.random.choice(self.world.sites)
        self.t.deal_sites.add(*self._row("site", 0), site)
        for place in range(2):
            row, chip = self._row("l", place), self.random.choice(self.world.chips)
            quantity = json({"kind": "approx", "point": str(self.random.randint(500, 100_000))})
            self.t.lines.add(*row, chip, self.random.choice(self.world.parties)[0], quantity, site)
            found.append(row[1])
        return found

    def _events(self) -> list[str]:
        found = []
        for place, kind in enumerate(self.random.choice(_EVENTS)):
            day = self.day - timedelta(days=60) + timedelta(days=place * self.random.randrange(10, 90))
            row = self._row("v", place)
            self.t.events.add(*row, kind, day.isoformat())
            found.append(row[1])
        return found

    def _claim(self, source: str, kind: str, target: str, *more: str) -> None:
        field, value, relation, attribution = more or ("", "\\N", "same", "people familiar")
        self.t.claims.add(
            self.wall, key(self.random), source, self.deal, kind, target, field, value, relation, attribution
        )

    def _second_report(self, facility: str) -> None:
        """The second report states the first facility's amount: most agree, one in eight says another."""
        differs = self.random.random() < 0.125
        amount = {"kind": "approx", "point": f"{self.random.randint(20, 4000)}000000", "currency": self.currency}
        relation = "contradicts" if differs else "same"
        self._claim(self.sources[1], "facility", facility, "amount", json(amount), relation, "own reporting")


def fill(world: World, numbers: Iterable[int]) -> list[Table]:
    """The tables of these deals."""
    tables = DealTables(world)
    for number in numbers:
        tables.add(number)
    return tables.tables()
