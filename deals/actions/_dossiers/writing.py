"""What a batch has decided, written in one statement a table; the database's own refusals become problems."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import Q

from deals import facts as f
from deals.actions._dossiers.inserting import insert
from deals.actions._dossiers.rows import LINKS
from deals.actions._dossiers.work import Batch
from deals.agreements.models import Deal
from deals.sites.models import DealSite, Site, SiteCapacity
from dealtracker.evidence.models import Anchor, Claim, Reply, Source, SourceLink
from parties.models import Identifier, Party, PartyName, Stake

_THROUGH = [through for fields in LINKS.values() for through, _, _ in fields.values()]
ORDER: list[type[models.Model]] = [
    Party, PartyName, Identifier, Party.members.through, Stake, Site, SiteCapacity, Source, SourceLink, Deal, DealSite,
    *(entity.model for entity in f.ENTITIES), *_THROUGH, Reply, Claim, Anchor,
]  # fmt: skip
_SENTENCES = {
    "refers_within_walls": "a row refers to one behind another wall; refer only to rows of the same compartment or public ones",
    "append_only": "ledger entries are only ever added; add an entry that reverses the other",
    "source_url_once": "a source with one of these addresses is known already under another id; leave the id of the source out",
    "dealsite_key_once": "a site of the deal has one of these keys already; give each site the key it has, or leave its id out",
    "identifier_once": "one of these identifiers belongs to another party already; correct it, or use that party",
    "deal_one_private_view": "the public deal has a private view in this compartment already; update that one",
}


def write(batch: Batch) -> None:
    """Creates, changes and removes; constraints are checked before it returns."""
    try:
        with transaction.atomic():
            for model in ORDER:
                _write_model(batch, model)
            _remove(batch)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for done in (batch.new, batch.altered, batch.gone, batch.unlink):
            done.clear()
    except (IntegrityError, DataError) as error:
        _explain(batch, error)


def _write_model(batch: Batch, model: Any) -> None:
    manager = model._default_manager
    if rows := batch.new.get(model):
        insert(model, rows)
    altered = batch.altered.get(model, {})
    columns = sorted({_attribute(model, column) for _, names in altered.values() for column in names})
    if altered:
        manager.bulk_update([row for row, _ in altered.values()], columns, batch_size=500)


def _attribute(model: Any, column: str) -> str:
    return next(field.name for field in model._meta.concrete_fields if column in (field.attname, field.name))


def _remove(batch: Batch) -> None:
    """Without collecting: references are deferred, and everything that hangs from a removed row is named here."""
    for through, which in batch.unlink:
        _delete(through, which)
    for rows in LINKS.values():
        for through, own, other in rows.values():
            gone = [row.pk for model in batch.gone for row in batch.gone[model]]
            if gone:
                _delete(through, Q(**{f"{own}__in": gone}) | Q(**{f"{other}__in": gone}))
    for model, gone_rows in batch.gone.items():
        ids = [row.pk for row in gone_rows]
        if model is Claim:
            _delete(Anchor, Q(claim__in=ids))
        _delete(model, Q(pk__in=ids))


def _delete(model: Any, which: Q) -> None:
    model._default_manager.filter(which)._raw_delete("default")


def _explain(batch: Batch, error: Exception) -> None:
    """The database's refusal as a problem, with the row's place where an id is the trouble."""
    diagnosis = getattr(error.__cause__, "diag", None)
    constraint = getattr(diagnosis, "constraint_name", "") or ""
    if constraint.endswith("_pkey"):
        taken = [
            pk for model in ORDER if f"{model._meta.db_table}_pkey" == constraint for pk in _used_ids(batch, model)
        ]
        for pk in taken:
            file, _, pointer = batch.taken[pk].rpartition(" ")
            batch.problems.add(file, f"{pointer}/id", "id", "this id cannot be used; leave it out")
        if taken:
            return
    sentence = (
        _SENTENCES.get(constraint)
        or f"the database refuses it ({constraint or 'a value out of range'}); correct the row it names"
    )
    batch.problems.add(", ".join(dict.fromkeys(work.dossier.file for work in batch.works[:5])), "", "refused", sentence)


def _used_ids(batch: Batch, model: Any) -> list[UUID]:
    """Ids that the dossiers give and that a row has already, seen or not: each is tried alone."""
    found = []
    for row in batch.new.get(model, []):
        if row.pk in batch.taken:
            try:
                with transaction.atomic():
                    insert(model, [row])
                    transaction.set_rollback(True)
            except IntegrityError:
                found.append(row.pk)
    return found
