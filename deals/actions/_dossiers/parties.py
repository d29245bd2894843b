"""Parties of dossiers and parties that exist: by id, by identifier, by an equal name; what is new is added, never replaced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from deals import facts as f
from deals.actions._dossiers.shapes import default_of
from deals.actions._dossiers.value import Row
from deals.actions._dossiers.work import Batch, Work
from dealtracker.access.rules import PUBLIC
from parties.models import Identifier, Party, PartyName
from parties.register.calc import mixes_look_alikes, normalise, split_forms

# Found by an id, an identifier or in the same deal only: two of one name need not be one.
_NOT_BY_NAME = ("unnamed group", "person")
_COLUMNS = ("kind", "hq_country", "jurisdiction", "count_min", "count_max", "count_of", "reason_unnamed")


@dataclass(slots=True)
class Known:
    """A party that exists, or will when this batch is written, with its names and identifiers."""

    party: Party
    names: list[PartyName] = field(default_factory=list)
    identifiers: set[tuple[str, str]] = field(default_factory=set)


@dataclass(slots=True)
class Register:
    """All parties that a batch may mean, to be found by id, identifier and normalised name."""

    by_id: dict[UUID, Known] = field(default_factory=dict)
    by_identifier: dict[tuple[str, str], list[Known]] = field(default_factory=dict)
    by_name: dict[str, list[Known]] = field(default_factory=dict)

    @classmethod
    def load(cls, works: Iterable[Work], used: Iterable[UUID]) -> Register:
        """Candidates for these dossiers and the parties their deals use already. Five statements."""
        rows = [row for work in works for row in work.dossier.list("parties")]
        ids = {row.id for row in rows if row.id} | set(used)
        values = {value for row in rows for _, value in row.values["identifiers"]}
        names = {name["normalised"] for row in rows for name in row.values["names"]}
        ids |= set(Identifier.rows.filter(value__in=values).values_list("party_id", flat=True)) if values else set()
        ids |= set(PartyName.rows.filter(normalised__in=names).values_list("party_id", flat=True)) if names else set()
        found = cls()
        if ids:
            for party in Party.rows.filter(pk__in=ids):
                found.by_id[party.pk] = Known(party)
            for identifier in Identifier.rows.filter(party__in=ids):
                found.add_identifier(found.by_id[identifier.party_id], (identifier.scheme, identifier.value))
            for name in PartyName.rows.filter(party__in=ids):
                found.add_name(found.by_id[name.party_id], name)
        return found

    def add_identifier(self, known: Known, identifier: tuple[str, str]) -> None:
        known.identifiers.add(identifier)
        self.by_identifier.setdefault(identifier, []).append(known)

    def add_name(self, known: Known, name: PartyName) -> None:
        known.names.append(name)
        self.by_name.setdefault(name.normalised, []).append(known)

    def find(self, row: Row, work: Work, used: set[UUID], taken: set[UUID]) -> Known | None:
        """The party a row means: one of its own compartment before a public one, and each at most once a dossier."""
        if row.id:
            return self.by_id.get(row.id)
        free: list[Known] = []
        for identifier in row.values["identifiers"]:
            free += self.by_identifier.get(identifier, [])
        if not free:
            names = [n["normalised"] for n in row.values["names"]]
            free = [known for name in names for known in self.by_name.get(name, []) if _same(known, row, used)]
        free = [known for known in free if known.party.compartment_id in work.walls and known.party.pk not in taken]
        return min(free, key=lambda known: _closeness(known, row), default=None)


def _same(known: Known, row: Row, used: set[UUID]) -> bool:
    """Whether an equal name means the same party: no other identifier of one scheme, no other legal form."""
    kind = row.values.get("kind", "unknown")
    if (kind in _NOT_BY_NAME or known.party.kind in _NOT_BY_NAME) and (
        known.party.kind != kind or known.party.pk not in used
    ):
        return False
    schemes = {scheme for scheme, _ in row.values["identifiers"]} & {"lei", "wikidata"}
    if any(scheme in schemes for scheme, _ in known.identifiers):
        return False
    for name in row.values["names"]:
        forms = split_forms(name["text"])[1]
        for stored in known.names:
            if stored.normalised == name["normalised"]:
                other = split_forms(stored.text)[1]
                if not forms or not other or forms & other:
                    return True
    return False


def _closeness(known: Known, row: Row) -> tuple[bool, bool, bool, str]:
    texts = {name["text"] for name in row.values["names"]}
    spelled = any(name.text in texts for name in known.names)
    return (known.party.compartment_id == PUBLIC, not spelled, known.party.key != row.key, str(known.party.pk))


def normalise_names(works: Iterable[Work]) -> None:
    for work in works:
        for row in work.dossier.list("parties"):
            for name in row.values["names"]:
                name["normalised"] = normalise(name["text"])[:300]


def settle_parties(batch: Batch, used: dict[UUID, set[UUID]]) -> None:
    """Finds or makes the party of every key. `used` are the parties that each existing deal names already."""
    normalise_names(batch.works)
    register = Register.load(batch.works, set[UUID]().union(*used.values()))
    for work in batch.works:
        work.ids["parties"], taken = {}, set[UUID]()
        # Those found for sure come first, so that a mere name does not take their place.
        for row in sorted(
            work.dossier.list("parties"), key=lambda row: (row.id is None, not row.values["identifiers"])
        ):
            known = register.find(row, work, used.get(work.deal.pk, set()), taken)
            known = _joined(batch, work, row, known, register) if known else _made(batch, work, row, register)
            if known.party.pk in taken:
                batch.refuse(
                    work,
                    row.pointer,
                    "repeated",
                    "is a party that another key of this dossier names already; use one key",
                )
            taken.add(known.party.pk)
            work.ids["parties"][row.key] = known.party.pk
            work.found.setdefault("parties", {})[row.key] = known.party
    _settle_members(batch, register)


def _made(batch: Batch, work: Work, row: Row, register: Register) -> Known:
    columns = {name: _column(row, name) for name in _COLUMNS}
    name = row.values["names"][0]["text"] if row.values["names"] else row.key
    party = Party(id=batch.new_id(work, row), compartment_id=work.compartment, key=row.key, name=name, **columns)
    known = Known(party)
    batch.create(party)
    register.by_id[party.pk] = known
    _add(batch, work, row, known, register, work.compartment)
    if any(mixes_look_alikes(n["text"]) for n in row.values["names"]):
        batch.notice(work, f'the name of "{row.key}" mixes letters that look alike from two scripts; check it')
    return known


def _column(row: Row, name: str) -> Any:
    value = row.values.get(name)
    return default_of(f.PARTY, name) if value is None else value


def _joined(batch: Batch, work: Work, row: Row, known: Known, register: Register) -> Known:
    """What the dossier says beyond what is known is added; where it says otherwise, claims decide or what is known stays."""
    party = known.party
    if party.compartment_id not in work.walls:
        batch.refuse(work, f"{row.pointer}/id", "id", "this id cannot be used; leave it out")
        return known
    fills, others = {}, []
    for name in _COLUMNS:
        value, stands = row.values.get(name), getattr(party, name)
        if value is None or value == stands:
            continue
        if stands in (None, "") or (name == "kind" and stands == "unknown"):
            fills[name] = value
        elif not any(
            (line.path.list, line.path.key, line.path.field) == ("parties", row.key, name)
            for line in work.dossier.claims
        ):
            others.append(f"{name} ({stands})")
    if others:
        batch.notice(work, f'"{party.name}" is known with another {" and ".join(others)}, which stays')
    if party.compartment_id != work.compartment:
        if fills or _news(row, known):
            batch.notice(
                work,
                f'what it adds to the public party "{party.name}" was left out; a team\'s dossier does not change public records',
            )
        return known
    if fills:
        batch.alter(party, fills)
    if _add(batch, work, row, known, register, party.compartment_id) or fills:
        work.differs(row.pointer, f'says more of "{party.name}" than is known')
        batch.shared["party"].add(party.pk)
    return known


def _news(row: Row, known: Known) -> bool:
    said = {name.text for name in known.names}
    return any(n["text"] not in said for n in row.values["names"]) or bool(
        set(row.values["identifiers"]) - known.identifiers
    )


def _add(batch: Batch, work: Work, row: Row, known: Known, register: Register, wall: UUID) -> bool:
    """Adds names and identifiers that are not known yet; whether there were any."""
    added = False
    texts = {name.text for name in known.names}
    for given in row.values["names"]:
        if given["text"] in texts:
            continue
        name = PartyName(party=known.party, compartment_id=wall, primary=not known.names, **given)
        batch.create(name)
        register.add_name(known, name)
        added = True
    for scheme, value in row.values["identifiers"]:
        if (scheme, value) in known.identifiers:
            continue
        holders = [k for k in register.by_identifier.get((scheme, value), []) if k.party.compartment_id == wall]
        if holders:
            batch.refuse(
                work,
                f"{row.pointer}/identifiers",
                "identifier",
                f'{value} belongs to "{holders[0].party.name}" already',
            )
            continue
        batch.create(Identifier(party=known.party, compartment_id=wall, scheme=scheme, value=value))
        register.add_identifier(known, (scheme, value))
        added = True
    return added


def _settle_members(batch: Batch, register: Register) -> None:
    """Members of unnamed groups are added; nobody is struck out by a dossier. One statement."""
    through = Party.members.through
    wanted: dict[tuple[UUID, UUID], tuple[Work, Row]] = {}
    for work in batch.works:
        for row in work.dossier.list("parties"):
            for key in row.values.get("members", []):
                if key in work.ids["parties"]:
                    wanted.setdefault((work.ids["parties"][row.key], work.ids["parties"][key]), (work, row))
    if not wanted:
        return
    groups = {group for group, _ in wanted}
    stored = set(through.objects.filter(from_party_id__in=groups).values_list("from_party_id", "to_party_id"))
    for (group, member), (work, row) in wanted.items():
        if (group, member) in stored or register.by_id[group].party.compartment_id != work.compartment:
            continue
        batch.create(through(from_party_id=group, to_party_id=member))
        if not register.by_id[group].party._state.adding:
            work.differs(f"{row.pointer}/members", "names members that are not known yet")
            batch.shared["party"].add(group)
