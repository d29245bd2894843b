"""Which row of the deal an accepted proposal speaks of: one that is there, or a new one with its key."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from deals import facts
from deals.actions._review.decision import NEW_ROW, Case
from deals.actions._review.parties import party_of
from deals.actions._review.refused import ReviewRefused
from deals.actions._review.stating import checked_value, state
from deals.agreements.models import Facility, Role
from deals.agreements.rules.readings import Reading, role_values, row_values
from deals.agreements.words import ROLE_GROUPS
from deals.sites.models import DealSite, Site, SiteCapacity

_KEYS = {
    "facility": "f", "pricing": "p", "role": "r", "event": "e", "figure": "g", "hardware": "h", "pledge": "s", "covenant": "c",
}  # fmt: skip
# What a row cannot be without: list of facts → fields that the reviewer must choose where the text does not say.
_CHOSEN = {"figure": ("measure",), "pledge": ("kind",)}


def keep_field(case: Case, reading: Reading) -> None:
    """One field of one row; a new row is stated as a whole besides."""
    entity = facts.BY_NAME[reading.entity]
    field = entity.field(reading.field)
    assert field is not None
    if field.type == facts.REF and field.to == "parties":
        party = party_of(case, case.deal.compartment_id)
        stated, column = {"ref": str(party.pk)}, party.pk
    else:
        stated, column = checked_value(case, field, reading.value)
    row = existing_row(case, entity)
    if row is None:
        row = _new_row(case, entity, {field.column: column})
        state(case, kind=entity.name, row=row)
    state(case, kind=entity.name, row=row, field=field, value=stated)


def existing_row(case: Case, entity: facts.Entity) -> Any:
    """The row that was chosen; else the only one of its kind that fits; None for a new one."""
    asked, rows = case.decision.row, entity.model.rows.filter(deal=case.deal)
    if asked == NEW_ROW:
        return None
    if asked:
        found = rows.filter(key=asked).first()
        if found is None:
            raise ReviewRefused(f'"{asked[:60]}" is no {entity.name} of this deal', field="row")
        return found
    fitting = {name: value for name, value in _given(case, entity).items() if name in ("kind", "measure")}
    found = list(rows.filter(**fitting)[:2])
    if len(found) > 1 and entity.name != "event":
        raise ReviewRefused(f"this deal has several of these ({entity.list}): say which one, or a new one", field="row")
    return found[0] if len(found) == 1 else None


def _given(case: Case, entity: facts.Entity) -> dict[str, Any]:
    names = {field.name for field in entity.fields}
    return {**{n: v for n, v in row_values(case.proposed).items() if n in names},
            **{n: v for n, v in case.decision.more.items() if n in names and v}}  # fmt: skip


def _new_row(case: Case, entity: facts.Entity, columns: dict[str, Any]) -> Any:
    given = _given(case, entity)
    for name in _CHOSEN.get(entity.name, ()):
        field = entity.field(name)
        if not given.get(name):
            words = ", ".join(field.words) if field else ""
            raise ReviewRefused(f"say which {name} this {entity.name} is: {words}", field=name)
    for name, value in given.items():
        field = entity.field(name)
        if field and field.words and value not in field.words:
            raise ReviewRefused(f"must be one of: {', '.join(field.words)}", field=name)
    values = {**given, **columns}
    if any(field.name == "facility" for field in entity.fields):
        values["facility"] = _facility(case, needed=entity.name in ("pricing", "pledge"))
    if entity.name == "event":
        values |= {"source": case.source, "disclosed": None}
    return entity.model.rows.create(
        deal=case.deal, compartment_id=case.deal.compartment_id, key=free_key(case.deal.pk, entity), **values
    )


def _facility(case: Case, *, needed: bool) -> Facility | None:
    rows = Facility.rows.filter(deal=case.deal).order_by("key")
    asked = case.decision.facility
    found = list(rows.filter(key=asked) if asked else rows[:2])
    if len(found) == 1:
        return found[0]
    if asked or needed:
        raise ReviewRefused(
            "say which facility this belongs to" if found else "this deal has no facility yet: accept its amount first",
            field="facility",
        )
    return None


def free_key(deal: UUID, entity: facts.Entity) -> str:
    """The next free key of a list: f1, f2, …"""
    used, start = set(entity.model.rows.filter(deal=deal).values_list("key", flat=True)), _KEYS.get(entity.name, "n")
    return next(key for n in range(1, len(used) + 2) if (key := f"{start}{n}") not in used)


def keep_role(case: Case) -> None:
    """Who does what: the role is found again by party and role, so that a second report of it is a second claim."""
    party = party_of(case, case.deal.compartment_id)
    entity, values = facts.BY_NAME["role"], role_values(case.proposed)
    roles = Role.rows.filter(deal=case.deal)
    asked = case.decision.row
    if asked and asked != NEW_ROW:
        row = roles.filter(key=asked).first()
        if row is None:
            raise ReviewRefused(f'"{asked[:60]}" is no role of this deal', field="row")
    else:
        row = None if asked == NEW_ROW else roles.filter(party=party, role=values["role"]).first()
    if row is None:
        row = Role.rows.create(
            deal=case.deal, compartment_id=case.deal.compartment_id, key=free_key(case.deal.pk, entity), party=party,
            group=ROLE_GROUPS.get(values["role"], "other"), **values,
        )  # fmt: skip
    elif row.party_id != party.pk:
        field = entity.field("party")
        state(case, kind="role", row=row, field=field, value={"ref": str(party.pk)})
    state(case, kind="role", row=row)
    if values["scope"]:
        state(case, kind="role", row=row, field=entity.field("scope"), value=values["scope"])


def keep_scope(case: Case) -> None:
    """What is said about a role that the deal has: "may abstain"."""
    party = party_of(case, case.deal.compartment_id)
    entity = facts.BY_NAME["role"]
    rows = Role.rows.filter(deal=case.deal, party=party)
    asked = case.decision.row
    row = rows.filter(key=asked).first() if asked and asked != NEW_ROW else rows.order_by("key").first()
    if row is None:
        raise ReviewRefused("this party has no role in the deal yet: accept that one first", field="row")
    said = case.decision.value or f"participation {case.proposed.value}"
    scope = f"{row.scope}; {said}" if row.scope and case.decision.value is None and said not in row.scope else said
    state(case, kind="role", row=row, field=entity.field("scope"), value=str(scope)[:300])


def keep_site(case: Case) -> None:
    """The place of a site of the deal; one at the same place is the same site until somebody says otherwise."""
    place = case.decision.value if isinstance(case.decision.value, dict) else case.proposed.value
    if not isinstance(place, dict) or not place.get("country"):
        raise ReviewRefused("a place needs its country", field="value")
    site = _site(case, place)
    for name in ("country", "region", "city", "district"):
        if place.get(name):
            state(
                case, kind="site", row=site, field=facts.SITE.field(name), value=place[name], subject=("site", site.pk)
            )


def _site(case: Case, place: dict[str, Any]) -> Site:
    links = DealSite.rows.filter(deal=case.deal).select_related("site")
    asked = case.decision.row
    if asked and asked != NEW_ROW:
        link = links.filter(key=asked).first()
        if link is None:
            raise ReviewRefused(f'"{asked[:60]}" is no site of this deal', field="row")
        return link.site
    city = place.get("city", "")
    same = Q(site__country=place["country"]) & (Q(site__city=city) if city else Q())
    link = None if asked == NEW_ROW else links.filter(same).first()
    return link.site if link else _new_site(case, place)


def _new_site(case: Case, place: dict[str, Any]) -> Site:
    where = place.get("district") or place.get("city") or place.get("region") or place["country"]
    wall, used = case.deal.compartment_id, set(DealSite.rows.filter(deal=case.deal).values_list("key", flat=True))
    values = {name: str(place.get(name, ""))[:120] for name in ("region", "city", "district")}
    site = Site.rows.create(
        compartment_id=wall, name=f"Data centre in {where}"[:200], country=place["country"],
        precision=place.get("precision", "country"), **values,
    )  # fmt: skip
    key = next(key for n in range(1, len(used) + 2) if (key := f"t{n}") not in used)
    DealSite.rows.create(compartment_id=wall, deal=case.deal, key=key, site=site)
    state(case, kind="site", row=site, subject=("site", site.pk))
    return site


def keep_capacity(case: Case, reading: Reading) -> None:
    """Megawatts at the deal's site; which one must be said where there are several."""
    links = DealSite.rows.filter(deal=case.deal).select_related("site").order_by("key")
    asked = case.decision.row
    found = list(links.filter(key=asked) if asked and asked != NEW_ROW else links[:2])
    if len(found) != 1:
        raise ReviewRefused(
            "say which site" if found else "this deal has no site yet: accept its place first", field="row"
        )
    site, field = found[0].site, facts.CAPACITY.field("mw")
    assert field is not None
    stated, column = checked_value(case, field, reading.value)
    row = SiteCapacity.rows.filter(site=site, mw=column).first()
    if row is None:
        used = set(SiteCapacity.rows.filter(site=site).values_list("key", flat=True))
        key = next(key for n in range(1, len(used) + 2) if (key := f"c{n}") not in used)
        row = SiteCapacity.rows.create(compartment_id=site.compartment_id, site=site, key=key, mw=column)
        state(case, kind="capacity", row=row, subject=("site", site.pk))
    state(case, kind="capacity", row=row, field=field, value=stated, subject=("site", site.pk))
