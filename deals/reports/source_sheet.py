"""One source as its page shows it: links both ways and its claims by deal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from deals import facts
from deals.reports.deal_names import deal_titles
from deals.reports.names import party_names, site_names
from dealtracker.access.rules import Viewer
from dealtracker.evidence.models import Claim, Source, SourceLink
from dealtracker.evidence.reports import source_json, source_rows
from dealtracker.ids import public_id

_MOST = 400


def source_sheet(*, viewer: Viewer, source: UUID, known_on: date) -> dict[str, Any] | None:
    """{…as source_json, "to": [link], "from": [link], "states": [{"kind", "id", "title", "claims"}]}, by deal, party and site.

    None where it is hidden, absent or was published later.

    A link is a source with "link" and "basis"; a claim is {"list", "kind", "key", "called", "field", "value", "words", "stance",
    "relation", "attribution"}. Only claims that were accepted are there.
    """
    found = source_rows(viewer=viewer, known_on=known_on).filter(pk=source).first()
    if found is None:
        return None
    return {
        **source_json(found, known_on=known_on),
        "to": _links(viewer, source, "to", known_on),
        "from": _links(viewer, source, "source", known_on),
        "states": _states(viewer, source),
    }


def _links(viewer: Viewer, source: UUID, end: str, known_on: date) -> list[dict[str, Any]]:
    """The sources at the other end of its links, where the one that says so had appeared by then."""
    own = {"source": source} if end == "to" else {"to": source, "source__published_to__lte": known_on}
    links = (
        SourceLink.objects.visible_to(viewer).filter(**own).select_related(end).order_by(f"{end}__published_to", "pk")
    )
    return [{**_brief(getattr(link, end)), "link": link.kind, "basis": link.basis} for link in links[:_MOST]]


def _brief(source: Source) -> dict[str, Any]:
    first = source.published_from
    return {
        "id": public_id("source", source.pk),
        "publisher": source.publisher,
        "language": source.language,
        "kind": source.kind,
        "published_from": first.isoformat() if first else None,
        "published_to": source.published_to.isoformat(),
    }


def _states(viewer: Viewer, source: UUID) -> list[dict[str, Any]]:
    """What it states of each deal, party and site, by title."""
    rows = Claim.objects.visible_to(viewer).filter(source=source, subject_kind__in=_TITLES, state="accepted")
    claims = list(rows.order_by("subject", "target_kind", "target", "field", "pk")[:_MOST])
    known, names = _rows(claims), _names(viewer, claims)
    found: dict[tuple[str, UUID], list[dict[str, Any]]] = defaultdict(list)
    for claim in claims:
        found[claim.subject_kind, claim.subject].append(_claim(claim, known, names))
    return [
        {"kind": kind, "id": public_id(kind, key), "title": title, "claims": found[kind, key]}
        for kind, titles in _TITLES.items()
        for key, title in _by_title(titles(viewer=viewer, keys={subject for of, subject in found if of == kind}))
    ]


def _by_title(titles: dict[UUID, str]) -> list[tuple[UUID, str]]:
    return sorted(titles.items(), key=lambda pair: pair[1])


_TITLES: dict[str, Callable[..., dict[UUID, str]]] = {"deal": deal_titles, "party": party_names, "site": site_names}


def _rows(claims: list[Claim]) -> dict[UUID, tuple[str, str]]:
    """Row → (its key, what it is called), one statement a list that is claimed about."""
    targets: dict[str, set[UUID]] = defaultdict(set)
    for claim in claims:
        entity = _entity(claim)
        if entity and entity not in facts.SHARED:
            targets[entity.list].add(claim.target)
    found: dict[UUID, tuple[str, str]] = {}
    for name, ids in targets.items():
        model = facts.BY_LIST[name].model
        party = ["party"] if any(field.name == "party" for field in model._meta.fields) else []
        for row in model.rows.filter(pk__in=ids).select_related(*party):  # type: ignore[attr-defined]
            found[row.pk] = (row.key, _called(row))
    return found


def _called(row: Any) -> str:
    """What a reader calls a row: its name or kind, and its party."""
    said = next(
        (value for name in ("name", "role", "kind", "measure", "model_words") if (value := getattr(row, name, ""))),
        row.key,
    )
    party = getattr(row, "party", None)
    return f"{said}, {party}" if party else str(said)


def _names(viewer: Viewer, claims: list[Claim]) -> dict[str, str]:
    """Names of parties and sites to which a claim's value refers."""
    keys = [claim.value["ref"] for claim in claims if isinstance(claim.value, dict) and "ref" in claim.value]
    found = party_names(viewer=viewer, keys=keys) | site_names(viewer=viewer, keys=keys)
    return {str(key): name for key, name in found.items()}


def _entity(claim: Claim) -> facts.Entity | None:
    return facts.BY_NAME.get(claim.target_kind) or facts.BY_LIST.get(claim.target_kind)


def _claim(claim: Claim, known: dict[UUID, tuple[str, str]], names: dict[str, str]) -> dict[str, Any]:
    entity = _entity(claim)
    key, called = known.get(claim.target, ("", ""))
    value = claim.value
    if isinstance(value, dict) and "ref" in value:
        value = {"words": names.get(str(value["ref"]), "another row")}
    return {
        "list": entity.list if entity else claim.target_kind,
        "kind": entity.name if entity else claim.target_kind,
        "key": key,
        "called": called,
        "field": claim.field,
        "value": value,
        "words": claim.words,
        "stance": claim.stance,
        "relation": claim.relation,
        "attribution": claim.attribution,
    }
