"""The verb that brings deal dossiers in: all of them or none, and what is the same already is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from uuid import UUID

from django.db import connection, transaction

from deals.actions._changed import changed
from deals.actions._dossiers.claims import load_claims, settle_claims, settle_replies
from deals.actions._dossiers.deals import find_deals
from deals.actions._dossiers.destroyed import leave_out_destroyed
from deals.actions._dossiers.hardware import resolve_models
from deals.actions._dossiers.linking import link_waiting
from deals.actions._dossiers.namesakes import namesakes
from deals.actions._dossiers.parties import settle_parties
from deals.actions._dossiers.places import settle_capacities, settle_deal_sites, settle_sites, settle_stakes
from deals.actions._dossiers.rows import compare_deal, name_rows, settle_rows, stored_rows
from deals.actions._dossiers.settling import complete_claims, settle_winners
from deals.actions._dossiers.sources import settle_sources
from deals.actions._dossiers.used import Used
from deals.actions._dossiers.value import Dossier, DossierRefused, ImportResult, Outcome, Problem, Problems
from deals.actions._dossiers.work import Batch, Work
from deals.actions._dossiers.writing import write
from deals.actions._pledges import pledge_faults
from deals.sheets.stale import mark_stale_for
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.access.walls import set_reason
from dealtracker.evidence.actions import mark_corrected
from dealtracker.evidence.models import Claim, SourceLink

AT_ONCE = 200
_ONE_IMPORT = 0x6465616C  # the advisory lock under which parties are matched, so that two imports do not both make one

__all__ = ["Dossier", "DossierRefused", "ImportResult", "Outcome", "Problem", "import_dossiers"]


def import_dossiers(
    *, dossiers: Sequence[Dossier], viewer: Viewer, source_name: str, reason: str, update: bool = False,
    keep: bool = False, dry_run: bool = False, demo: str = "",
) -> ImportResult:  # fmt: skip
    """Saves the dossiers, in the transaction whose walls are set for `viewer`; raises DossierRefused, saving nothing.

    A deal that exists with the same content is unchanged; with other content it is refused, or with `update` made to
    hold what the dossier says; with `keep` deals that exist stay as they are. `source_name` says where they came from
    and is the cause of the rebuild; `reason` goes into the audit.
    """
    problems, notices = Problems(), {}  # type: tuple[Problems, dict[str, None]]
    with transaction.atomic():
        set_reason(reason)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_IMPORT])
        works = find_deals(dossiers, viewer=viewer, problems=problems, demo=demo)
        kept = [work for work in works if work.exists and keep]
        works = [work for work in works if not (work.exists and keep)]
        refs = {(work.compartment, work.dossier.ref): work.deal.pk for work in works + kept} | _known_refs(works)
        made: set[UUID] = set()
        for part in _parts(works):
            batch = Batch(part, viewer, problems, update, notices, refs)
            _save(batch)
            problems.refuse()
            for work in part:
                work.forget(but=("parties",) if dry_run else ())
            made |= batch.fresh if dry_run else set()
        problems.refuse()
        _close(works, viewer=viewer, source_name=source_name)
        if dry_run:
            notices |= dict.fromkeys(namesakes(works, made=made, viewer=viewer))
        transaction.set_rollback(dry_run)
    works += kept
    order = {id(dossier): place for place, dossier in enumerate(dossiers)}
    works.sort(key=lambda work: order[id(work.dossier)])
    return ImportResult(tuple(map(_outcome, works)), tuple(notices))


def _known_refs(works: Sequence[Work]) -> dict[tuple[UUID, str], UUID]:
    """Deals outside this import that its relations name. One statement, none where no relation names any."""
    from deals.agreements.models import Deal

    wanted = {row.values["to"] for work in works for row in work.dossier.list("relations") if "to" in row.values}
    walls = {PUBLIC} | {work.compartment for work in works}
    found = Deal.rows.filter(external_ref__in=wanted, compartment__in=walls) if wanted else ()
    return {(deal.compartment_id, deal.external_ref): deal.pk for deal in found}


def _parts(works: Sequence[Work]) -> Iterator[list[Work]]:
    """Public dossiers before walled ones, which may refer to what those bring; so many at a time."""
    for _, group in groupby(works, key=lambda work: work.compartment == PUBLIC):
        found = list(group)
        yield from (found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE))


def _save(batch: Batch) -> None:
    rows, links = stored_rows(batch.works)
    used = Used.load(batch.works, rows)
    resolve_models(batch)
    settle_parties(batch, used.parties)
    settle_sites(batch, used.sites)
    settle_stakes(batch)
    settle_capacities(batch)
    settle_sources(batch, used.sources)
    leave_out_destroyed(batch)
    name_rows(batch, rows)
    for work in batch.works:
        complete_claims(work)
    settle_rows(batch, rows, links)
    settle_deal_sites(batch, used.deal_sites)
    settle_replies(batch, used.replies)
    settle_claims(batch, load_claims(batch.works))
    for work in batch.works:
        _settle_deal(batch, work)
    if not batch.problems.found:
        speaking = _speaking(batch)
        write(batch)
        settle_winners(batch)
        write(batch)
        _check_pledges(batch)
        for kind, ids in batch.shared.items():
            mark_stale_for(kind, ids, cause="dossiers imported")
        mark_corrected(speaking, cause="dossiers imported")


def _speaking(batch: Batch) -> set[UUID]:
    """Sources with a claim or a link that is to be made, changed or dropped."""
    found: set[UUID] = set()
    for kind in (Claim, SourceLink):
        altered = [row for row, _ in batch.altered.get(kind, {}).values()]
        found |= {row.source_id for row in (*batch.new.get(kind, ()), *batch.gone.get(kind, ()), *altered)}  # type: ignore[attr-defined]
    return found


def _check_pledges(batch: Batch) -> None:
    over = pledge_faults([work.deal.pk for work in batch.works])
    for work in batch.works:
        for fault in over.get(work.deal.pk, ()):
            batch.refuse(work, fault.pointer, fault.code, fault.detail)


def _settle_deal(batch: Batch, work: Work) -> None:
    if not work.exists:
        batch.create(work.deal)
        return
    compare_deal(batch, work)
    if work.differences and not batch.update:
        pointer, sentence = work.differences[0]
        known = f'deal "{work.dossier.ref}" exists with other content: {sentence}'
        message = f"{known}. Correct the dossier, or update the deal (--update)"
        batch.refuse(work, pointer, "exists", message)


def _close(works: Sequence[Work], *, viewer: Viewer, source_name: str) -> None:
    """Links relations that waited for these deals, and tells of every deal that was made or changed."""
    created = [work.deal for work in works if not work.exists]
    changed((deal.pk for deal in created), viewer=viewer, kind="deal.created", cause=f"imported from {source_name}")
    updated = {work.deal.pk for work in works if work.exists and work.differences} | link_waiting(created)
    updated -= {deal.pk for deal in created}
    changed(updated, viewer=viewer, kind="deal.changed", cause=f"imported from {source_name}")


def _outcome(work: Work) -> Outcome:
    what = "created" if not work.exists else "updated" if work.differences else "unchanged"
    return Outcome(work.dossier.ref, work.deal.title, work.deal.pk, what, work.dossier.file)
