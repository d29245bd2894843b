"""Gathered rows → the dossier's JSON: one order, one spelling, so that equal contents are equal bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from deals import facts as f
from deals.actions._dossiers.rows import ref_in_words
from deals.actions._dossiers.shapes import SPOKEN_OF, of_row, stored
from deals.interchange.dossier.gathering import Gathered
from deals.interchange.dossier.keys import unique_keys
from dealtracker.evidence.models import Claim, Source
from dealtracker.money import plain
from dealtracker.periods import When
from parties.register.calc import slug

SCHEMA = "deal-dossier/1"
_LISTS = [entity.list for entity in (f.PARTY, f.STAKE, *f.ENTITIES, f.SITE, f.CAPACITY)]
_BY_KIND = {entity.name: entity for entity in SPOKEN_OF.values()}
Json = dict[str, Any]


class Writer:
    """Writes one gathered deal. `keys` gives list → id → key."""

    def __init__(self, found: Gathered) -> None:
        self.found = found
        self.keys = _keys(found)

    def dossier(self) -> Json:
        document: Json = {"schema": SCHEMA, "deal": self._deal()}
        lists: dict[str, list[Json]] = {name: self._list(SPOKEN_OF[name]) for name in _LISTS}
        lists["sources"] = self._sorted(map(self._source, self.found.rows["sources"]))
        lists["replies"] = self._sorted(map(self._reply, self.found.rows["replies"]))
        inline = {(name, row["key"]): row for name, rows in lists.items() for row in rows}
        lists["claims"] = self._claims(inline | {("deal", ""): document["deal"]})
        order = [*_LISTS, "sources", "claims", "replies"]
        supported = {at for claim in lists["claims"] if _supports(claim) for at in [claim["at"]]}
        for party in lists["parties"]:
            for name in ("hq_country", "jurisdiction"):
                # A value that no claim supports would be refused where this dossier is read.
                if f"/parties/{party['key']}/{name}" not in supported:
                    party.pop(name, None)
        return document | {name: lists[name] for name in order if lists[name]}

    def _deal(self) -> Json:
        deal = self.found.deal
        row = {
            "key": deal.external_ref, "id": str(deal.pk), "title": deal.title, "currency": deal.currency,
            "compartment": deal.compartment.name, "labels": list(deal.labels),
            "private_view_of": deal.private_view_of.external_ref if deal.private_view_of_id else "",
        }  # fmt: skip
        return _said(row)

    def _list(self, entity: f.Entity) -> list[Json]:
        return self._sorted(self._row(entity, row) for row in self.found.rows[entity.list])

    @staticmethod
    def _sorted(rows: Any) -> list[Json]:
        return sorted(rows, key=lambda row: row["key"])

    def _row(self, entity: f.Entity, row: Any) -> Json:
        found: Json = {"key": self.keys[entity.list][row.pk], "id": str(row.pk)}
        special = _SPECIAL.get(entity.list, {})
        for field in entity.fields:
            if field.name in special:
                found[field.name] = special[field.name](self, row)
            elif field.type == f.REFS:
                linked = self.found.links.get(entity.list, {}).get(row.pk, [])
                found[field.name] = sorted(self.keys[field.to][pk] for pk in linked)
            else:
                value = of_row(entity, field, row)
                found[field.name] = None if value is None else self._value(field, value)
            if entity is f.PARTY and field.name == "kind":
                found |= {"names": self._names(row), "identifiers": self._identifiers(row)}
        return _said(found)

    def _value(self, field: f.Field, value: Any) -> Any:
        return self.keys[field.to].get(value) if field.type == f.REF else stored(field, value)

    def _members(self, party: Any) -> list[str]:
        keys = self.keys["parties"]
        return sorted(keys[pk] for pk in self.found.members.get(party.pk, []) if pk in keys)

    def _names(self, party: Any) -> list[Json]:
        return [
            _said({
                "text": name.text, "language": name.language, "script": name.script, "kind": name.kind,
                "start": name.start and name.start.to_json(), "end": name.end and name.end.to_json(),
            })
            for name in self.found.names.get(party.pk, [])
        ]  # fmt: skip

    def _identifiers(self, party: Any) -> list[Json]:
        return [{"scheme": i.scheme, "value": i.value} for i in self.found.identifiers.get(party.pk, [])]

    def _relation_to(self, row: Any) -> str:
        return row.to.external_ref if row.to_id else ref_in_words(row.words)[1]

    def _relation_words(self, row: Any) -> str:
        return row.words if row.to_id else ref_in_words(row.words)[0]

    def _model(self, row: Any) -> str:
        return row.model.slug if row.model_id else ""

    def _source(self, source: Source) -> Json:
        links = sorted(
            (self._link(link) for link in self.found.source_links.get(source.pk, [])),
            key=lambda link: (link["to"], link["kind"]),
        )
        return _said({
            "key": self.keys["sources"][source.pk], "id": str(source.pk), "kind": source.kind, "publisher": source.publisher,
            "newsroom": source.newsroom, "publisher_party": self.keys["parties"].get(source.publisher_party_id),
            "title": source.title, "url": source.url, "language": source.language,
            "published": published(source.published_from, source.published_to), "date_basis": source.date_basis,
            "read": source.read, "withdrawn_on": source.withdrawn_on and source.withdrawn_on.isoformat(), "links": links,
        })  # fmt: skip

    def _link(self, link: Any) -> Json:
        score = None if link.score is None else plain(link.score)
        return _said({"kind": link.kind, "to": self.keys["sources"][link.to_id], "basis": link.basis, "score": score})

    def _reply(self, reply: Any) -> Json:
        listed = (self._path(e.get("target_kind", ""), UUID(e["target"]), e.get("field", "")) for e in reply.listed)
        return _said({
            "key": reply.key, "id": str(reply.pk), "party": self.keys["parties"][reply.party_id],
            "source": self.keys["sources"].get(reply.source_id), "channel": reply.channel,
            "asked_on": reply.asked_on and reply.asked_on.isoformat(),
            "until": reply.until and reply.until.isoformat(), "stance": reply.stance, "scope": reply.scope,
            "listed": sorted(path for path in listed if path), "words": reply.words,
            "replied_on": reply.replied_on and reply.replied_on.to_json(),
        })  # fmt: skip

    def _path(self, kind: str, target: UUID, field: str) -> str:
        """The path of a row or field; "" when the row is not (or no longer) in the dossier."""
        entity = _BY_KIND.get(kind) or next((e for e in _BY_KIND.values() if target in self.keys.get(e.list, {})), None)
        if entity is None or (entity.list != "deal" and target not in self.keys[entity.list]):
            return ""
        steps = ["deal"] if entity.list == "deal" else [entity.list, self.keys[entity.list][target]]
        return "/" + "/".join([*steps, *([field] if field else [])])

    def _claims(self, inline: dict[tuple[str, str], Json]) -> list[Json]:
        written = [
            (path, claim)
            for claim in self.found.claims
            if (path := self._path(claim.target_kind, claim.target, claim.field))
        ]
        sources = self.keys["sources"]
        written.sort(key=lambda pair: (pair[0], sources[pair[1].source_id], str(pair[1].pk)))
        return [self._claim(path, claim, inline) for path, claim in written]

    def _claim(self, path: str, claim: Claim, inline: dict[tuple[str, str], Json]) -> Json:
        entity = _BY_KIND[claim.target_kind]
        key = "" if entity.list == "deal" else self.keys[entity.list][claim.target]
        stands = inline.get((entity.list, key), {}).get(claim.field)
        value = self._claimed(entity, claim)
        quotes = [_said({name: getattr(a, name) for name in ("exact", "prefix", "suffix", "page", "start", "end")})
                  for a in self.found.anchors.get(claim.pk, [])]  # fmt: skip
        return _said({
            "id": str(claim.pk), "source": self.keys["sources"][claim.source_id], "at": path,
            "value": None if value == stands and claim.field and claim.stance in ("asserts", "denies") else value,
            "stance": "" if claim.stance == "asserts" else claim.stance,
            "relation": "" if claim.relation == "same" else claim.relation,
            "speaker": self.keys["parties"].get(claim.speaker_id), "attribution": claim.attribution, "audience": claim.audience,
            "rank": claim.rank or None, "reason": claim.reason, "state": "" if claim.state == "accepted" else claim.state,
            "words": claim.words, "quote": quotes[0] if len(quotes) == 1 else quotes,
        })  # fmt: skip

    def _claimed(self, entity: f.Entity, claim: Claim) -> Any:
        value, field = claim.value, entity.field(claim.field)
        if isinstance(value, dict) and field is not None:
            if "ref" in value:
                return self.keys[field.to].get(UUID(value["ref"]))
            if "refs" in value:
                return sorted(key for pk in value["refs"] if (key := self.keys[field.to].get(UUID(pk))))
        return value


_SPECIAL: dict[str, dict[str, Callable[[Writer, Any], Any]]] = {
    "parties": {"members": Writer._members},
    "relations": {"to": Writer._relation_to, "words": Writer._relation_words},
    "hardware": {"model": Writer._model},
}


def _said(row: Json) -> Json:
    """Without what says nothing; zero and false say something."""
    return {name: value for name, value in row.items() if value is not None and value != "" and value != []}


def _supports(claim: Json) -> bool:
    return "state" not in claim and claim.get("stance", "asserts") in ("asserts", "corrects")


def published(earliest: date | None, latest: date) -> Any:
    """The shortest form that says these bounds: a day, month, quarter or year, "by", or from and to."""
    if earliest is None:
        return {"by": latest.isoformat()}
    quarter = f"{earliest.year}-Q{(earliest.month + 2) // 3}"
    for text in (earliest.isoformat(), f"{earliest:%Y-%m}", quarter, f"{earliest:%Y}"):
        when = When.parse(text)
        if (when.earliest, when.latest) == (earliest, latest):
            return text
    return {"from": earliest.isoformat(), "to": latest.isoformat()}


def _keys(found: Gathered) -> dict[str, dict[UUID, str]]:
    keys = {entity.list: {row.pk: row.key for row in found.rows[entity.list]} for entity in f.ENTITIES}
    keys["replies"] = {row.pk: row.key for row in found.rows["replies"]}
    keys["parties"] = unique_keys((p.pk, _party_key(found, p)) for p in found.rows["parties"])
    own = {link.site_id: link.key for link in found.deal_sites}
    others = ((s.pk, slug(s.name) or slug(s.city) or "site") for s in found.rows["sites"] if s.pk not in own)
    keys["sites"] = own | unique_keys(others, own.values())
    keys["stakes"] = {stake.pk: f"st{place}" for place, stake in enumerate(found.rows["stakes"], 1)}
    keys["capacities"] = _capacity_keys(found, keys["sites"])
    keys["sources"] = unique_keys((s.pk, _source_key(s)) for s in found.rows["sources"])
    return keys


def _party_key(found: Gathered, party: Any) -> str:
    names = [name.text for name in found.names.get(party.pk, [])]
    return next((key for text in names if len(key := slug(text)) > 1), "party")


def _source_key(source: Source) -> str:
    host = source.url.split("/")[2].removeprefix("www.") if source.url.count("/") > 1 else ""
    return (
        f"{slug(source.publisher, longest=40) or slug(host, longest=40) or 'source'}-{source.published_to.isoformat()}"
    )


def _capacity_keys(found: Gathered, sites: dict[UUID, str]) -> dict[UUID, str]:
    wanted: dict[UUID, str] = {}
    count: dict[UUID, int] = {}
    for capacity in found.rows["capacities"]:
        count[capacity.site_id] = count.get(capacity.site_id, 0) + 1
        wanted[capacity.pk] = f"{sites[capacity.site_id][:54]}-{count[capacity.site_id]}"
    return unique_keys(wanted.items())
