"""Sites, their capacities and stakes: shared rows, found by id or by what they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from deals import facts as f
from deals.actions._dossiers.rows import columns_of
from deals.actions._dossiers.value import Row
from deals.actions._dossiers.work import Batch, Work
from deals.sites.models import DealSite, Site, SiteCapacity
from dealtracker.access.rules import PUBLIC
from dealtracker.money import Amount
from parties.models import Stake

_PLACE = ("name", "country", "city")
_STAKE = ("owner_id", "owned_id", "kind", "start")


@dataclass(slots=True)
class Known:
    """Rows that exist, or will when this batch is written, by id and by what each is looked for; oldest id first."""

    columns: tuple[str, ...]
    by_id: dict[UUID, Any] = field(default_factory=dict)
    alike: dict[tuple[Any, ...], list[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Any], *columns: str) -> Known:
        found = cls(columns)
        for row in rows:
            found.add(row)
        return found

    def add(self, row: Any) -> None:
        self.by_id[row.pk] = row
        self.alike.setdefault(tuple(getattr(row, name) for name in self.columns), []).append(row)

    def like(self, *values: Any) -> list[Any]:
        return self.alike.get(values, [])


def settle_sites(batch: Batch, used: dict[UUID, set[UUID]]) -> None:
    """Finds or makes the site of every key, and each deal's link to it. Two statements; parties are not needed."""
    known, fresh = Known.of(_load_sites(batch.works, used), "name"), set()
    for work in batch.works:
        work.ids["sites"], taken = {}, set[UUID]()
        for row in work.dossier.list("sites"):
            site = _find_site(work, row, known, used.get(work.deal.pk, set()), taken)
            if site is None:
                place = {name: row.values.get(name, "") for name in _PLACE}
                site = Site(id=batch.new_id(work, row), compartment_id=work.compartment, key=row.key, **place)
                fresh.add(site.pk)
                batch.create(site)
                known.add(site)
            elif site.compartment_id not in work.walls:
                batch.refuse(work, f"{row.pointer}/id", "id", "this id cannot be used; leave it out")
            if site.pk in taken:
                batch.refuse(
                    work,
                    row.pointer,
                    "repeated",
                    "is a site that another key of this dossier names already; use one key",
                )
            taken.add(site.pk)
            work.ids["sites"][row.key] = site.pk
            work.found.setdefault("sites", {})[row.key] = site
    for work in batch.works:
        for row in work.dossier.list("sites"):
            site = work.found["sites"][row.key]
            if site.pk in fresh:
                fresh.remove(site.pk)
                batch.alter(site, columns_of(batch, work, f.SITE, row))
            else:
                _keep(batch, work, row, f.SITE, site, "site", site.pk)


def _load_sites(works: Iterable[Work], used: dict[UUID, set[UUID]]) -> list[Site]:
    rows = [row for work in works for row in work.dossier.list("sites")]
    ids = {row.id for row in rows if row.id}.union(*used.values())
    names = {row.values["name"] for row in rows if "name" in row.values}
    return list(Site.rows.filter(Q(pk__in=ids) | Q(name__in=names)).order_by("pk")) if rows or ids else []


def _find_site(work: Work, row: Row, known: Known, used: set[UUID], taken: set[UUID]) -> Site | None:
    if row.id:
        return known.by_id.get(row.id)
    wanted = [row.values.get(name, "") for name in _PLACE]
    fits: list[Site] = [
        site for site in known.like(wanted[0])
        if site.compartment_id in work.walls and site.pk not in taken
        and (site.pk in used or [site.name, site.country, site.city] == wanted)
    ]  # fmt: skip
    return min(
        fits, key=lambda s: (s.pk not in used, s.compartment_id == PUBLIC, s.key != row.key, str(s.pk)), default=None
    )


def _keep(batch: Batch, work: Work, row: Row, entity: f.Entity, stands: Any, kind: str, subject: UUID) -> None:
    """A known row takes what it lacks; between two values claims decide, and what is known stays until they do."""
    columns = columns_of(batch, work, entity, row)
    said = {name: value for name, value in columns.items() if _field_of(name) in row.values and not _is_unknown(value)}
    others = {name: value for name, value in said.items() if getattr(stands, name) != value}
    fills = {name: value for name, value in others.items() if _is_open(entity, name, stands)}
    rest = others.keys() - fills.keys()
    fields = " and ".join(sorted({_field_of(name) for name in others}))
    if others and stands.compartment_id != work.compartment:
        batch.notice(work, f'"{row.key}" is public and known with another {fields}; what is known stays')
        return
    if rest and batch.update and work.exists:
        fills = others
    elif rest:
        batch.notice(
            work, f'{entity.name} "{row.key}" is known with another {fields}, which stays; an update replaces it'
        )
    if fills:
        work.differs(row.pointer, f"says more of {entity.name} {row.key} than is known: {fields}")
        batch.alter(stands, fills)
        if not stands._state.adding:
            batch.shared[kind].add(subject)


def _is_unknown(value: Any) -> bool:
    return isinstance(value, Amount) and not value.is_known


def _is_open(entity: f.Entity, column: str, stands: Any) -> bool:
    """Whether the stored value says nothing yet, so that a dossier may fill it in."""
    value = getattr(stands, column)
    vague = {"precision": "country", "kind": "unsaid", "state": "unsaid"}.get(column)
    return (
        value is None
        or value == ""
        or _is_unknown(value)
        or (vague is not None and value == vague and entity is not f.STAKE)
    )


def _field_of(column: str) -> str:
    return "position" if column in ("latitude", "longitude") else column.removesuffix("_id")


def settle_deal_sites(batch: Batch, stored: dict[UUID, list[DealSite]]) -> None:
    """A site named in a dossier is a site of the deal, under the dossier's key."""
    for work in batch.works:
        links = {link.site_id: link for link in stored.get(work.deal.pk, [])}
        for key, site in work.ids["sites"].items():
            link = links.pop(site, None)
            if link is None:
                batch.create(DealSite(deal=work.deal, compartment_id=work.compartment, key=key, site_id=site))
                work.differs("/sites", f'names a site that the deal does not have yet: "{key}"')
            elif link.key != key:
                work.differs("/sites", f'names "{key}" what the deal calls "{link.key}"')
                batch.alter(link, {"key": key})
        for link in links.values():
            work.differs("/sites", f'leaves out a site of the deal: "{link.key}"')
            batch.drop(link)


def settle_capacities(batch: Batch) -> None:
    """Capacities of sites, found by id, by content, or (when a deal is updated) by key. One statement."""
    rows = [(work, row) for work in batch.works for row in work.dossier.list("capacities")]
    sites = {work.ids["sites"].get(row.values.get("site", "")) for work, row in rows}
    stored = Known.of(SiteCapacity.rows.filter(site__in=sites - {None}).order_by("pk") if rows else (), "site_id")
    for work, row in rows:
        columns = columns_of(batch, work, f.CAPACITY, row)
        capacity = _find_capacity(work, row, columns, stored)
        if capacity is None:
            key = _capacity_key(row.key, columns["site_id"], work, stored)
            capacity = SiteCapacity(id=batch.new_id(work, row), compartment_id=work.compartment, key=key, **columns)
            stored.add(capacity)
            batch.create(capacity)
            batch.shared["site"].add(capacity.site_id)
            work.differs(row.pointer, "is a capacity that is not known yet")
        else:
            _keep(batch, work, row, f.CAPACITY, capacity, "site", capacity.site_id)
        work.ids.setdefault("capacities", {})[row.key] = capacity.pk
        work.found.setdefault("capacities", {})[row.key] = capacity


def _find_capacity(work: Work, row: Row, columns: dict[str, Any], stored: Known) -> SiteCapacity | None:
    if row.id:
        return stored.by_id.get(row.id)
    taken = set(work.ids.get("capacities", {}).values())
    free: list[SiteCapacity] = [
        c for c in stored.like(columns["site_id"]) if c.compartment_id in work.walls and c.pk not in taken
    ]
    same = [c for c in free if all(getattr(c, column) == value for column, value in columns.items())]
    return next(iter(same), None) or next((c for c in free if work.exists and c.key == row.key), None)


def _capacity_key(key: str, site: UUID, work: Work, stored: Known) -> str:
    """A key that is free at the site; one behind a wall is marked, so that teams do not meet each other's keys."""
    base = key if work.compartment == PUBLIC else f"{key[:50]}.{work.compartment.hex[:8]}"
    taken = {capacity.key for capacity in stored.like(site)}
    tries = (base if n == 1 else f"{base[:54]}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in tries if name not in taken)


def settle_stakes(batch: Batch) -> None:
    """Stakes, found by id or by owner, owned, kind and start. One statement."""
    rows = [(work, row) for work in batch.works for row in work.dossier.list("stakes")]
    owned = {work.ids["parties"].get(row.values.get("owned", "")) for work, row in rows}
    ids = {row.id for _, row in rows if row.id}
    known = Stake.rows.filter(Q(owned__in=owned - {None}) | Q(pk__in=ids)).order_by("pk") if rows else ()
    stored = Known.of(known, *_STAKE)
    for work, row in rows:
        columns = columns_of(batch, work, f.STAKE, row)
        if columns["owner_id"] == columns["owned_id"]:
            batch.refuse(
                work, f"{row.pointer}/owned", "reference", "owner and owned are one party; it cannot own itself"
            )
            continue
        stake = _find_stake(work, row, columns, stored)
        if stake is None:
            stake = Stake(id=batch.new_id(work, row), compartment_id=work.compartment, key=row.key, **columns)
            stored.add(stake)
            batch.create(stake)
            batch.shared["party"] |= {stake.owner_id, stake.owned_id}
            work.differs(row.pointer, "is a stake that is not known yet")
        else:
            _keep(batch, work, row, f.STAKE, stake, "party", stake.owned_id)
        work.ids.setdefault("stakes", {})[row.key] = stake.pk
        work.found.setdefault("stakes", {})[row.key] = stake


def _find_stake(work: Work, row: Row, columns: dict[str, Any], stored: Known) -> Stake | None:
    if row.id:
        return stored.by_id.get(row.id)
    same = stored.like(*(columns[name] for name in _STAKE))
    taken = set(work.ids.get("stakes", {}).values()) if same else ()
    return next((s for s in same if s.compartment_id in work.walls and s.pk not in taken), None)
