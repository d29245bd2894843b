"""What accepted claims of a source say, in the words that the reader of texts uses, so that both compare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from deals import facts
from deals.reports.value_path import names_of
from deals.sites.models import Site
from dealtracker.evidence.models import Claim, Reply
from dealtracker.evidence.rules.sameness import headline, is_amount, is_prose
from dealtracker.money import plain
from parties.register.models import Party

# A judgement that a person made about running words says more than the words, and is the same in every language.
_STANDS, _DIFFERS = "as it stands", "differs from what stands"


@dataclass(frozen=True)
class Stated:
    """One statement of a source: what it is about, what it says, the party it names, and whether it is an amount."""

    about: str
    says: str
    party: str = ""
    is_figure: bool = False


def canonical(value: Any) -> str:
    """ "300000000 USD", whatever words a language has for it; other values without their words."""
    if is_amount(value):
        point = headline(value)
        return f"{plain(point) if point is not None else 'unknown'} {value.get('currency', '')}".strip()
    if isinstance(value, dict):
        return ", ".join(
            canonical(value[name]) for name in sorted(value) if name not in ("words", "scope", "precision")
        )
    if isinstance(value, list):
        return "; ".join(map(canonical, value))
    return str(value)


def stated_facts(claims: Iterable[Claim]) -> dict[UUID, list[Stated]]:
    """Source → what it states of deals, their sites and parties, in a fixed number of statements."""
    kept = [claim for claim in claims if claim.state == Claim.State.ACCEPTED and claim.stance == Claim.Stance.ASSERTS]
    rows = _rows(kept)
    names = names_of(claim.value for claim in kept)
    found: dict[UUID, list[Stated]] = defaultdict(list)
    for claim in kept:
        row = rows.get(claim.target)
        if row is not None and (said := _stated(claim, row, names)):
            found[claim.source_id].append(said)
    return dict(found)


def _rows(claims: Iterable[Claim]) -> dict[UUID, Any]:
    targets: dict[str, set[UUID]] = defaultdict(set)
    for claim in claims:
        targets[claim.target_kind].add(claim.target)
    found: dict[UUID, Any] = {}
    for kind, ids in targets.items():
        model: Any = _SHARED.get(kind) or (facts.BY_NAME[kind].model if kind in facts.BY_NAME else None)
        joined = [name for name in ("party", "vendor") if model and any(f.name == name for f in model._meta.fields)]
        if model:
            found |= model.rows.select_related(*joined).in_bulk(ids)
    return found


_SHARED: Mapping[str, Any] = {"reply": Reply, "party": Party, "site": Site}


def _stated(claim: Claim, row: Any, names: Mapping[str, str]) -> Stated | None:
    told = _TOLD.get(claim.target_kind)
    said = told(claim, row, names) if told else None
    return said or _plain(claim, row, names)


def _role(claim: Claim, row: Any, names: Mapping[str, str]) -> Stated | None:
    party = row.party.name if row.party_id else ""
    role = row.role.replace("_", " ")
    if claim.field or claim.value is not None:
        return Stated(f"role {role} {claim.field}, {party}".replace(" ,", ","), _judged(claim, row, names), party)
    return Stated(f"role {role}, {party}", party, party)


def _reply(claim: Claim, row: Any, names: Mapping[str, str]) -> Stated:
    says = _DIFFERS if claim.relation == "contradicts" else row.stance
    return Stated(f"reply, {row.party.name}", says, row.party.name)


def _site(claim: Claim, row: Any, names: Mapping[str, str]) -> Stated | None:
    value = claim.value if claim.value is not None else getattr(row, claim.field, None) if claim.field else row.city
    return Stated(f"site {claim.field or 'city'}", canonical(value)) if value else None


def _hardware(claim: Claim, row: Any, names: Mapping[str, str]) -> Stated | None:
    maker = row.vendor.name if row.vendor_id else ""
    return Stated(f"hardware vendor, {maker}", maker, maker) if claim.field == "vendor" and maker else None


def _party(claim: Claim, row: Any, names: Mapping[str, str]) -> Stated:
    return Stated(f"party {claim.field}, {row.name}".replace(" ,", ","), _judged(claim, row, names), row.name)


_TOLD: Mapping[str, Callable[[Claim, Any, Mapping[str, str]], Stated | None]] = {
    "role": _role, "reply": _reply, "site": _site, "hardware": _hardware, "party": _party,
}  # fmt: skip


def _plain(claim: Claim, row: Any, names: Mapping[str, str]) -> Stated:
    """An amount needs no row to be recognised; other statements are told apart by their row."""
    value = claim.value if claim.value is not None else _column(row, claim.field)
    about = " ".join(filter(None, (claim.target_kind, claim.field.replace("_", " "))))
    if is_amount(value):
        return Stated(about, canonical(value), is_figure=True)
    return Stated(f"{about} ({getattr(row, 'key', row.pk)})", _judged(claim, row, names))


def _judged(claim: Claim, row: Any, names: Mapping[str, str]) -> str:
    """What a claim says: its value, or for running words what a person made of them."""
    value = claim.value
    if value is None:
        return _STANDS
    if isinstance(value, dict) and "ref" in value:
        return names.get(str(value["ref"]), str(value["ref"]))
    # What we read into a text is no telling of it: it is compared by its words alone.
    if is_prose(value) and claim.attribution != Claim.Attribution.OWN_INFERENCE:
        return _DIFFERS if claim.relation == "contradicts" else _STANDS if claim.relation == "same" else claim.relation
    return canonical(value)


def _column(row: Any, field: str) -> Any:
    value = getattr(row, field, None) if field else None
    to_json = getattr(value, "to_json", None)
    return to_json() if to_json else value
