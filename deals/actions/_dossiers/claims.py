"""Claims with their quotes, and replies: which are known, which are new, which the dossier leaves out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from deals import facts as f
from deals.actions._dossiers.shapes import SPOKEN_OF, stored
from deals.actions._dossiers.value import ClaimLine, Path, Row
from deals.actions._dossiers.work import Batch, Work
from dealtracker.evidence.models import Anchor, Claim, Reply

SHARED = {"parties": "party", "stakes": "party", "sites": "site", "capacities": "site"}
_PLAIN = ("stance", "relation", "attribution", "audience", "rank", "reason", "state", "words")
_QUOTE = ("exact", "prefix", "suffix", "page", "start", "end")
Content = tuple[Any, ...]


def settle_claims(batch: Batch, known: tuple[list[Claim], dict[UUID, list[Anchor]]]) -> None:
    """Makes the claims that are not known; those that a deal's dossier leaves out are dropped from the deal."""
    claims, anchors = known
    by_id = {claim.pk: claim for claim in claims}
    by_content: dict[Content, list[Claim]] = {}
    of_deal: dict[UUID, list[Claim]] = {}
    for claim in claims:
        if claim.subject_kind == "deal":
            of_deal.setdefault(claim.subject, []).append(claim)
        by_content.setdefault(_content(claim, anchors.get(claim.pk, [])), []).append(claim)
    for work in batch.works:
        kept: set[UUID] = set()
        for line in work.dossier.claims:
            _settle_claim(batch, work, line, by_id, by_content, anchors, kept)
        for claim in of_deal.get(work.deal.pk, ()):
            if claim.pk not in kept:
                work.differs("/claims", f"leaves out a claim about {claim.target_kind} {claim.field}".rstrip())
                batch.drop(claim)


def _settle_claim(
    batch: Batch, work: Work, line: ClaimLine, by_id: dict[UUID, Claim], by_content: dict[Content, list[Claim]],
    anchors: dict[UUID, list[Anchor]], kept: set[UUID],
) -> None:  # fmt: skip
    columns, wall = _columns(work, line), _wall(work, line.path)
    quotes = [Anchor(compartment_id=wall, **quote) for quote in line.quotes]
    probe = Claim(id=line.id or UUID(int=0), compartment_id=wall, **columns)
    content = _content(probe, quotes)
    if line.id and line.id in by_id:
        found = by_id[line.id]
        if found.compartment_id not in work.walls:
            batch.refuse(work, f"{line.pointer}/id", "id", "this id cannot be used; leave it out")
            return
        if _content(found, anchors.get(found.pk, [])) != content:
            _replace(batch, work, line, found, columns, quotes)
        kept.add(found.pk)
        return
    same = [claim for claim in by_content.get(content, []) if claim.pk not in kept]
    if same and (not line.id or line.path.list in SHARED):
        kept.add(same[0].pk)
        return
    if wall != work.compartment:
        batch.notice(
            work,
            f"a claim about {line.path}, which is public, was left out; a team's dossier does not change public records",
        )
        return
    probe.pk = batch.new_id(work, line)
    batch.create(probe)
    for quote in quotes:
        quote.claim = probe
        batch.create(quote)
    by_content.setdefault(content, []).append(probe)
    by_id[probe.pk] = probe
    kept.add(probe.pk)
    work.differs(line.pointer, f"is a claim about {line.path} that is not known yet")
    if line.path.list in SHARED:
        batch.shared[SHARED[line.path.list]].add(probe.subject)


def _replace(
    batch: Batch, work: Work, line: ClaimLine, found: Claim, columns: dict[str, Any], quotes: list[Anchor]
) -> None:
    if found.compartment_id != work.compartment or (line.path.list in SHARED and not work.exists):
        batch.notice(work, f"a claim about {line.path} is known otherwise, which stays")
        return
    work.differs(line.pointer, f"is a claim about {line.path} that is stored otherwise")
    batch.alter(found, columns)
    batch.unlink.append((Anchor, Q(claim=found.pk)))
    for quote in quotes:
        quote.claim = found
        batch.create(quote)
    if line.path.list in SHARED:
        batch.shared[SHARED[line.path.list]].add(found.subject)


def _wall(work: Work, path: Path) -> UUID:
    """A claim stands behind the wall of what it speaks of."""
    row = work.found.get(path.list, {}).get(path.key) if path.list in SHARED else None
    return row.compartment_id if row is not None else work.compartment  # type: ignore[attr-defined]


def _columns(work: Work, line: ClaimLine) -> dict[str, Any]:
    path = line.path
    target = work.deal.pk if path.list == "deal" else work.ids[path.list][path.key]
    kind, subject = subject_of(work, path, target)
    field = "model_words" if (path.field == "model" and f"/{path.list}/{path.key}" in work.words_only) else path.field
    return {
        "source_id": work.ids["sources"][line.source], "subject_kind": kind, "subject": subject,
        "target_kind": SPOKEN_OF[path.list].name, "target": target, "field": field, "value": _value(work, line),
        "speaker_id": work.id_of("parties", line.speaker), **{name: line.plain[name] for name in _PLAIN},
    }  # fmt: skip


def subject_of(work: Work, path: Path, target: UUID) -> tuple[str, UUID]:
    """On whose page a claim about this row stands: the party owned, the site, the party itself, else the deal."""
    row: Any = work.found.get(path.list, {}).get(path.key)
    if path.list == "stakes":
        return "party", row.owned_id
    if path.list == "capacities":
        return "site", row.site_id
    return (SHARED[path.list], target) if path.list in SHARED else ("deal", work.deal.pk)


def _value(work: Work, line: ClaimLine) -> Any:
    """What the claim states, references by id. A claim without a value states the one that stands in the dossier."""
    field = SPOKEN_OF[line.path.list].field(line.path.field) if line.path.field else None
    if field is None or (isinstance(line.value, dict) and set(line.value) == {"words"}):
        return line.value
    value = line.value
    if value is None and line.plain["stance"] != "retracts":
        value = standing(work, line.path, field)
    if isinstance(value, dict) and "ref" in value:
        return {"ref": str(work.ids[field.to][value["ref"]])}
    if isinstance(value, dict) and "refs" in value:
        return {"refs": sorted(str(work.ids[field.to][key]) for key in value["refs"])}
    return value


def standing(work: Work, path: Path, field: f.Field) -> Any:
    """The value that stands inline for a path, in a claim's form with keys for references; None when there is none."""
    if path.list == "deal":
        return work.dossier.deal.values.get(field.name)
    row = next(row for row in work.dossier.list(path.list) if row.key == path.key)
    value = row.values.get(field.name)
    if value is None:
        return None
    return {"ref": value} if field.type == f.REF else {"refs": value} if field.type == f.REFS else stored(field, value)


def _content(claim: Claim, anchors: Iterable[Anchor]) -> Content:
    quotes = sorted(json.dumps([getattr(anchor, name) for name in _QUOTE], ensure_ascii=False) for anchor in anchors)
    value = json.dumps(claim.value, sort_keys=True, ensure_ascii=False)
    plain = tuple(getattr(claim, name) for name in _PLAIN)
    return (claim.target, claim.field, claim.source_id, value, claim.speaker_id, plain, tuple(quotes))


def load_claims(works: list[Work]) -> tuple[list[Claim], dict[UUID, list[Anchor]]]:
    """Claims of the deals that exist, and of the shared rows that these dossiers speak of. Two statements."""
    deals = [work.deal.pk for work in works if work.exists]
    targets = {
        work.ids[line.path.list][line.path.key]
        for work in works for line in work.dossier.claims
        if line.path.list in SHARED and not _is_new(work, line.path)
    }  # fmt: skip
    if not deals and not targets:
        return [], {}
    claims = list(Claim.rows.filter(Q(subject__in=deals, subject_kind="deal") | Q(target__in=targets)).order_by("pk"))
    anchors: dict[UUID, list[Anchor]] = {}
    for anchor in Anchor.rows.filter(claim__in=[claim.pk for claim in claims]).order_by("pk"):
        anchors.setdefault(anchor.claim_id, []).append(anchor)
    return claims, anchors


def _is_new(work: Work, path: Path) -> bool:
    return bool(work.found[path.list][path.key]._state.adding)


def settle_replies(batch: Batch, known: list[Reply]) -> None:
    """Replies, by id or by key within the deal."""
    stored: dict[UUID, dict[UUID, Reply]] = {}
    for reply in known:
        stored.setdefault(reply.deal, {})[reply.pk] = reply
    for work in batch.works:
        own = stored.get(work.deal.pk, {})
        by_key = {reply.key: reply for reply in own.values()}
        ids = work.ids.setdefault("replies", {})
        for row in work.dossier.list("replies"):
            match = own.get(row.id) if row.id else by_key.get(row.key)
            ids[row.key] = match.pk if match else batch.new_id(work, row)
        for row in work.dossier.list("replies"):
            match = own.pop(ids[row.key], None)
            columns = _reply_columns(work, row) | {"key": row.key}
            if match is None:
                batch.create(Reply(id=ids[row.key], compartment_id=work.compartment, deal=work.deal.pk, **columns))
                work.differs(row.pointer, "is a reply that is not known yet")
            elif changed := {name: value for name, value in columns.items() if getattr(match, name) != value}:
                work.differs(f"{row.pointer}/{next(iter(changed)).removesuffix('_id')}", "is stored otherwise")
                batch.alter(match, changed)
        for reply in own.values():
            work.differs("/replies", f'leaves out "{reply.key}", which is stored')
            batch.drop(reply)


def _reply_columns(work: Work, row: Row) -> dict[str, Any]:
    values = row.values
    return {
        "party_id": work.ids["parties"][values["party"]], "source_id": work.id_of("sources", values.get("source")),
        "channel": values.get("channel", ""), "asked_on": values.get("asked_on"),
        "until": values.get("until"), "stance": values["stance"],
        "scope": values.get("scope", Reply.Scope.UNSPECIFIED.value), "words": values.get("words", ""),
        "replied_on": values.get("replied_on"), "listed": [_listed(work, path) for path in values["listed"]],
    }  # fmt: skip


def _listed(work: Work, path: Path) -> dict[str, str]:
    target = work.deal.pk if path.list == "deal" else work.ids[path.list][path.key]
    return {"target_kind": SPOKEN_OF[path.list].name, "target": str(target), "field": path.field}
