"""Which shared rows only the shipped deals used: what anything that stays refers to, or speaks of, stays too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q

from deals.sheets.models import SearchEntry
from deals.sites.models import Site, SiteCapacity
from dealtracker.evidence.models import Anchor, Claim, Source, SourceLink, SourceText, Standing
from parties.models import Identifier, Party, PartyName, Stake

# model → the column of the row that it belongs to: it stays with that row.
_BELONGS: dict[Any, tuple[str, Any]] = {
    PartyName: ("party_id", Party), Identifier: ("party_id", Party), Stake: ("owned_id", Party),
    SiteCapacity: ("site_id", Site), SourceLink: ("source_id", Source), SourceText: ("source_id", Source),
    Anchor: ("claim_id", Claim),
}  # fmt: skip
_SHARED: tuple[Any, ...] = (Party, Site, Source)
_SPOKEN_OF: tuple[Any, ...] = (Party, Stake, Site, SiteCapacity)
_ALL: tuple[Any, ...] = (
    Anchor,
    Claim,
    PartyName,
    Identifier,
    Stake,
    SiteCapacity,
    SourceLink,
    SourceText,
    Party,
    Site,
    Source,
)
Removed = dict[Any, set[UUID]]


def only_of_these(came: dict[str, set[UUID]]) -> dict[str, int]:
    """Removes those of these rows (table → ids) that nothing else needs; gives how many by kind."""
    going: Removed = {model: came.get(model._meta.db_table, set()) for model in _ALL}
    going = {model: set(model.rows.filter(pk__in=ids).values_list("pk", flat=True)) for model, ids in going.items()}
    while _keep(going):
        pass
    members = Party.members.through
    members.objects.filter(Q(from_party_id__in=going[Party]) | Q(to_party_id__in=going[Party]))._raw_delete("default")
    for model in _ALL:
        model.rows.filter(pk__in=going[model])._raw_delete("default")
    gone = going[Party] | going[Site]
    SearchEntry.rows.filter(target__in=gone)._raw_delete("default")
    Standing.rows.filter(subject__in=gone)._raw_delete("default")
    return {model._meta.verbose_name_plural: len(going[model]) for model in _SHARED}


def _keep(going: Removed) -> bool:
    """One round: takes out of `going` what something that stays needs; whether anything was."""
    before = sum(map(len, going.values()))
    for model in _SHARED:
        for child, column in _referrers(model):
            owner = Party if child is Party.members.through else child
            _stay(going, model, _rows(child, column, going[model]), going.get(owner, set()))
    claims = list(
        Claim.rows.filter(target__in=set[UUID]().union(*(going[m] for m in _SPOKEN_OF))).values_list(
            "pk", "target", "subject"
        )
    )
    for model in _SPOKEN_OF:
        _stay(going, model, [(pk, at) for pk, target, subject in claims for at in (target, subject)], going[Claim])
    for model, (column, owner) in _BELONGS.items():
        owners = dict(model.rows.filter(pk__in=going[model]).values_list("pk", column))
        going[model] -= {pk for pk, at in owners.items() if at not in going[owner]}
    about = Claim.rows.filter(pk__in=going[Claim]).values_list("pk", "target")
    staying = set[UUID]().union(*(going[m] for m in _SPOKEN_OF))
    going[Claim] -= {pk for pk, target in about if target not in staying}
    return sum(map(len, going.values())) < before


def _stay(going: Removed, model: Any, pairs: list[tuple[Any, UUID]], going_too: set[UUID]) -> None:
    going[model] -= {at for child, at in pairs if child not in going_too}


def _referrers(model: Any) -> Iterator[tuple[Any, str]]:
    """Every table and column that refers to the model; links between parties are looked at from the group's side."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and relation.one_to_many or relation.auto_created and relation.one_to_one:
            child, column = relation.related_model, relation.field.attname
            if child is Party.members.through:
                if column == "to_party_id":
                    yield child, column
            else:
                yield child, column


def _rows(child: Any, column: str, ids: set[UUID]) -> list[tuple[Any, UUID]]:
    """(what refers, what it refers to). A membership is its group's, so the group stands for it."""
    key = "from_party_id" if child is Party.members.through else "pk"
    return list(child._default_manager.filter(**{f"{column}__in": ids}).values_list(key, column))
