"""Sources of dossiers and sources that exist: by id, by address, by key within the deal; and the links between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from deals.actions._dossiers.claims import SHARED
from deals.actions._dossiers.used import gone_back_to, linked
from deals.actions._dossiers.value import Row
from deals.actions._dossiers.work import Batch, Work
from dealtracker.access.rules import PUBLIC
from dealtracker.evidence.models import Claim, Source, SourceLink
from dealtracker.periods import When

_TEXTS = ("kind", "publisher", "newsroom", "title", "url", "language", "date_basis")
_SAME = ("kind", "publisher", "title", "published_from", "published_to")
_KEPT = ("published_from", "published_to", "read", "withdrawn_on")


def settle_sources(batch: Batch, used: dict[UUID, set[UUID]]) -> None:
    """Finds or makes the source of every key; parties must be settled. Four statements."""
    known, ahead = _load(batch.works, used)
    speakers = _speakers(batch.works, known)
    for work in batch.works:
        ids, taken = work.ids.setdefault("sources", {}), set[UUID]()
        own, said = set(used.get(work.deal.pk, ())), _said(work) if work.exists else {}
        # Those with an address come first: what they link to is then found by its content.
        for row in sorted(work.dossier.list("sources"), key=lambda row: not (row.id or "url" in row.values)):
            source = _find(work, row, known, own, taken)
            source = source or _spoke(work, row, said.get(row.key, ()), speakers, taken)
            if source is None:
                source = Source(
                    id=batch.new_id(work, row), compartment_id=work.compartment, key=row.key, **_columns(work, row)
                )
                batch.create(source)
                known.add(source)
            else:
                _join(batch, work, row, source)
                own |= gone_back_to({source.pk}, ahead)
            if source.pk in taken:
                batch.refuse(
                    work,
                    row.pointer,
                    "repeated",
                    "is a source that another key of this dossier names already; use one key",
                )
            taken.add(source.pk)
            ids[row.key] = source.pk
    _settle_links(batch, known.by_id)


@dataclass
class Known:
    """Sources that exist, or will when this batch is written."""

    by_id: dict[UUID, Source] = field(default_factory=dict)
    by_url: dict[str, list[Source]] = field(default_factory=dict)

    def add(self, source: Source) -> None:
        if source.pk not in self.by_id:
            self.by_id[source.pk] = source
            self.by_url.setdefault(source.url, []).append(source)


def _load(works: Iterable[Work], used: dict[UUID, set[UUID]]) -> tuple[Known, dict[UUID, set[UUID]]]:
    rows = [row for work in works for row in work.dossier.list("sources")]
    ids = {row.id for row in rows if row.id}.union(*used.values())
    urls = {row.values["url"] for row in rows if "url" in row.values}
    known = Known()
    for source in Source.rows.filter(Q(pk__in=ids) | Q(url__in=urls)).order_by("pk") if ids or urls else ():
        known.add(source)
    ahead = linked(known.by_id) if known.by_id else {}
    missing = set[UUID]().union(*ahead.values()) - known.by_id.keys()
    for source in Source.rows.filter(pk__in=missing).order_by("pk") if missing else ():
        known.add(source)
    return known, ahead


def _find(work: Work, row: Row, known: Known, used: set[UUID], taken: set[UUID]) -> Source | None:
    if row.id:
        return known.by_id.get(row.id)
    if url := row.values.get("url"):
        fits = [source for source in known.by_url.get(url, []) if source.compartment_id in work.walls]
        return min(fits, key=lambda source: source.compartment_id == PUBLIC, default=None)
    columns = _columns(work, row)
    own = [known.by_id[pk] for pk in sorted(used - taken, key=str) if pk in known.by_id and not known.by_id[pk].url]
    fits = [source for source in own if all(getattr(source, name) == columns[name] for name in _same_of(source))]
    # Several undated pages of one publisher are told apart by their keys, as far as these were kept.
    return next((s for s in fits if s.key == row.key), fits[0] if len(fits) == 1 else None)


def _same_of(source: Source) -> list[str]:
    """A title that was destroyed tells nothing."""
    return [name for name in _SAME if name != "title" or source.taken_down_on is None]


Said = tuple[UUID, str]


def _said(work: Work) -> dict[str, set[Said]]:
    """Source key → the shared rows, with the field, that the dossier's claims by it speak of."""
    found: dict[str, set[Said]] = {}
    for line in work.dossier.claims:
        target = work.ids.get(line.path.list, {}).get(line.path.key) if line.path.list in SHARED else None
        if target:
            found.setdefault(line.source, set()).add((target, line.path.field))
    return found


def _speakers(works: Iterable[Work], known: Known) -> dict[Said, list[Source]]:
    """What sources without an address have said of the shared rows of deals that exist. Two statements, or none."""
    targets = set[UUID]()
    for work in works:
        nameless = {row.key for row in work.dossier.list("sources") if not (row.id or "url" in row.values)}
        for key, said in _said(work).items() if work.exists and nameless else ():
            targets |= {target for target, _ in said} if key in nameless else set()
    if not targets:
        return {}
    claims = Claim.rows.filter(target__in=targets, source__url="").values_list("target", "field", "source_id")
    spoken = list(claims.distinct().order_by("source_id"))
    for source in Source.rows.filter(pk__in={pk for _, _, pk in spoken}).order_by("pk"):
        known.add(source)
    found: dict[Said, list[Source]] = {}
    for target, field_name, pk in spoken:
        found.setdefault((target, field_name), []).append(known.by_id[pk])
    return found


def _spoke(
    work: Work, row: Row, said: Iterable[Said], speakers: dict[Said, list[Source]], taken: set[UUID]
) -> Source | None:
    """A source without an address that the deal itself does not rest on: known by what it has said of shared rows."""
    if row.id or "url" in row.values or not speakers:
        return None
    columns, times = _columns(work, row), Counter[UUID]()
    alike: dict[UUID, Source] = {}
    for source in (source for one in said for source in speakers.get(one, ())):
        if (
            source.compartment_id in work.walls
            and source.pk not in taken
            and all(getattr(source, name) == columns[name] for name in _SAME)
        ):
            alike[source.pk] = source
            times[source.pk] += 1
    return min(alike.values(), key=lambda s: (-times[s.pk], s.key != row.key, str(s.pk)), default=None)


def _columns(work: Work, row: Row) -> dict[str, Any]:
    published: When = row.values["published"]
    return {
        **{name: row.values.get(name, "") for name in _TEXTS},
        "publisher_party_id": work.id_of("parties", row.values.get("publisher_party")),
        "published_from": published.earliest, "published_to": published.latest,
        "read": row.values.get("read", True), "withdrawn_on": row.values.get("withdrawn_on"),
    }  # fmt: skip


def _join(batch: Batch, work: Work, row: Row, source: Source) -> None:
    """What the known source lacks is filled in; where it says otherwise it stays, unless the deal is being updated."""
    if source.compartment_id not in work.walls:
        batch.refuse(work, f"{row.pointer}/id", "id", "this id cannot be used; leave it out")
        return
    columns = _columns(work, row)
    told = [name for name in (*_TEXTS, "publisher_party_id") if columns[name]] + [n for n in _KEPT if _says(row, n)]
    said = [name for name in told if name != "title" or source.taken_down_on is None]
    others = {name: columns[name] for name in said if getattr(source, name) != columns[name]}
    fills = {
        name: value for name, value in others.items() if getattr(source, name) in ("", None) and name not in _KEPT[:2]
    }
    rest = {name: value for name, value in others.items() if name not in fills}
    if source.compartment_id != work.compartment:
        fills = {}
    if rest and work.exists and batch.update and source.compartment_id == work.compartment:
        fills |= rest
    elif rest:
        named = source.url or source.key
        batch.notice(work, f"source {named} is known with another {' and '.join(rest)}, which stays")
    if fills:
        work.differs(row.pointer, f"says more of the source than is known: {', '.join(fills)}")
        batch.alter(source, fills)
        batch.shared["source"].add(source.pk)


def _says(row: Row, column: str) -> bool:
    return ("published" if column.startswith("published") else column) in row.values


def _settle_links(batch: Batch, by_id: dict[UUID, Source]) -> None:
    wanted: dict[tuple[UUID, UUID, str], tuple[Work, Row, dict[str, Any]]] = {}
    for work in batch.works:
        for row in work.dossier.list("sources"):
            for link in row.values["links"]:
                pair = (work.ids["sources"][row.key], work.ids["sources"][link["to"]], link["kind"])
                wanted.setdefault(pair, (work, row, link))
    sources = {pair[0] for pair in wanted if not by_id[pair[0]]._state.adding}
    stored = {(s.source_id, s.to_id, s.kind): s for s in SourceLink.rows.filter(source__in=sources)} if sources else {}
    for pair, (work, row, link) in wanted.items():
        known, source = stored.get(pair), by_id[pair[0]]
        said = {"basis": link["basis"], "score": link["score"]}
        if known is not None and {name: getattr(known, name) for name in said} == said:
            continue
        if source.compartment_id != work.compartment:
            batch.notice(work, f"a link of the public source {source.url or source.key} was left out")
        elif known is None:
            batch.create(
                SourceLink(source_id=pair[0], to_id=pair[1], kind=pair[2], compartment_id=source.compartment_id, **said)
            )
            _tell(batch, work, row, source)
        elif batch.update and work.exists:
            batch.alter(known, said)
            _tell(batch, work, row, source)
        else:
            batch.notice(
                work, f"a link of {source.url or source.key} is known with another basis or score, which stays"
            )


def _tell(batch: Batch, work: Work, row: Row, source: Source) -> None:
    work.differs(f"{row.pointer}/links", "says a link that is not known yet")
    if not source._state.adding:
        batch.shared["source"].add(source.pk)
