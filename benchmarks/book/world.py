"""What deals share: teams, parties with their owners, sites, chips, rates. Plain values first, then lines of COPY."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from benchmarks.book import shape as s
from benchmarks.book.shape import Shape
from benchmarks.book.tables import Table, json
from deals.hardware.catalogue import load_catalogue
from deals.hardware.models import HardwareModel
from deals.ledger.models import FxRate
from deals.sites.models import Site
from dealtracker.access.models import Compartment
from dealtracker.access.rules import PUBLIC
from dealtracker.evidence.models import Claim, Source
from parties.ownership.models import Stake
from parties.register.calc import searched_text
from parties.register.models import Party, PartyName

_SYLLABLES = (
    "ka",
    "ro",
    "mi",
    "ten",
    "sol",
    "vor",
    "lan",
    "dex",
    "qui",
    "bra",
    "nor",
    "eli",
    "zan",
    "hou",
    "pex",
    "tal",
)
_ENDINGS = (
    "Capital",
    "Compute",
    "Holdings",
    "Bank",
    "Cloud",
    "Partners",
    "Data Centres",
    "Finance",
    "Systems",
    "Energy",
)
_OTHER_SCRIPTS = ("算力", "银行", "データ", "컴퓨트", "Финанс")
LAST_DAY = date(2025, 12, 31)


def name(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=3)).title()


def key(random: Random) -> str:
    """A row's id as text."""
    return f"{random.getrandbits(128):032x}"


@dataclass
class World:
    """Ids that the rows of deals refer to."""

    shape: Shape
    walls: list[str] = field(default_factory=list)
    parties: list[tuple[str, str]] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    chips: list[str] = field(default_factory=list)
    register: str = ""

    @classmethod
    def of(cls, shape: Shape) -> World:
        random = Random(f"{shape.seed}/world")
        world = cls(shape, register=key(random))
        world.walls = [key(random) for _ in range(s.WALLS)]
        world.parties = [(key(random), f"{name(random)} {random.choice(_ENDINGS)}") for _ in range(shape.parties)]
        world.sites = [key(random) for _ in range(shape.sites)]
        world.chips = [key(random) for _ in load_catalogue().chips]
        return world

    def wall_of(self, deal: int) -> str:
        return self.walls[deal // 10 % s.WALLS] if self.shape.is_walled(deal) else PUBLIC.hex


def lines(world: World) -> Iterator[Table]:
    """The tables of everything shared, filled."""
    random = Random(f"{world.shape.seed}/shared")
    teams = Table(Compartment, ("id", "name"))
    for number, wall in enumerate(world.walls, 1):
        teams.add(wall, f"Team {number}")
    yield teams
    yield _chips(world)
    yield from _parties(world, random)
    yield from _stakes(world, random)
    yield from _sites(world, random)
    yield _rates(world, random)


def _chips(world: World) -> Table:
    chips = Table(HardwareModel, ("id", "slug", "vendor", "name"))
    for chip, found in zip(world.chips, load_catalogue().chips, strict=True):
        chips.add(chip, found.key, found.vendor, found.name)
    return chips


def _parties(world: World, random: Random) -> Iterator[Table]:
    parties = Table(Party, ("id", "name", "kind", "hq_country"))
    names = Table(PartyName, ("id", "party_id", "text", "normalised", "searched", "primary"))
    sources = Table(Source, ("id", "key", "kind", "publisher", "published_to", "url"))
    claims = Table(Claim, ("id", "source_id", "subject_kind", "subject", "target_kind", "target", "field", "value"))
    sources.add(world.register, "register", "register", "Register", "2020-01-01", "https://register.example/")
    for number, (party, text) in enumerate(world.parties):
        country = random.choice(s.COUNTRIES)
        parties.add(party, text, random.choice(("company", "bank", "fund", "spv")), country)
        names.add(key(random), party, text, text.casefold(), searched_text(text), "t")
        if number % 5 == 0:
            other = f"{text.split()[0]}{random.choice(_OTHER_SCRIPTS)}"
            names.add(key(random), party, other, other.casefold(), searched_text(other), "f")
        stated = ("party", party, "party", party, "hq_country", json(country))
        claims.add(key(random), world.register, *stated)
    for site in world.sites:
        claims.add(key(random), world.register, "site", site, "site", site, "", "\\N")
    yield from (parties, names, sources, claims)


def _stakes(world: World, random: Random) -> Iterator[Table]:
    """A forest whose trees are at most DEEPEST steps deep, and beside it a few rings of minority shares."""
    stakes = Table(Stake, ("id", "key", "owner_id", "owned_id", "share"))
    claims = Table(Claim, ("id", "source_id", "subject", "target"), subject_kind="party", target_kind="stake")

    def add(name: str, owner: str, owned: str, share: str) -> None:
        stake = key(random)
        stakes.add(stake, name, owner, owned, share)
        claims.add(key(random), world.register, owned, stake)

    depth = [0] * len(world.parties)
    for number in range(1, len(world.parties)):
        owner = random.randrange(number)
        if random.random() < 0.25 or depth[owner] >= s.DEEPEST:
            continue
        depth[number] = depth[owner] + 1
        share = json({"kind": "exact", "point": str(random.randint(10, 100) / 100)})
        add(f"s{number}", world.parties[owner][0], world.parties[number][0], share)
    for ring in range(s.CYCLES):
        members = [world.parties[ring * 3 + step][0] for step in range(3)]
        for step in range(3):
            add(f"ring{ring}-{step}", members[step], members[(step + 1) % 3], json({"kind": "exact", "point": "0.2"}))
    yield from (stakes, claims)


def _sites(world: World, random: Random) -> Iterator[Table]:
    sites = Table(Site, ("id", "key", "name", "country", "city", "precision"))
    for number, site in enumerate(world.sites):
        place = name(random)
        sites.add(site, f"site-{number}", f"{place} campus", random.choice(s.COUNTRIES), place, "city")
    yield sites


def _rates(world: World, random: Random) -> Table:
    rates = Table(FxRate, ("currency", "day", "per_eur"), source="invented")
    first = LAST_DAY.replace(year=LAST_DAY.year - s.YEARS_OF_RATES + 1, month=1, day=1)
    days = [first + timedelta(days=n) for n in range((LAST_DAY - first).days + 1)]
    for currency in s.CURRENCIES:
        if currency == "EUR":
            continue  # what a rate is counted in has none of its own
        rate = random.uniform(0.5, 200)
        for day in days:
            if day.weekday() < 5:
                rate *= random.uniform(0.995, 1.005)
                rates.add(currency, day.isoformat(), f"{rate:.6f}")
    return rates
