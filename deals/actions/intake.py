"""Take in texts: each becomes a source, its stored text, and what the text rules propose. Nothing of it stands yet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from deals.actions.source_records import SourceEntry, SourceRefused, add_source, known_source
from deals.agreements.models import Deal
from deals.agreements.rules.proposed import Proposed
from deals.agreements.rules.readings import NotAFact, reading
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.evidence.anchors import anchor
from dealtracker.evidence.files import UnreadableFile, extract
from dealtracker.evidence.models import Anchor, Claim, Source, SourceText
from dealtracker.evidence.reading import Gazetteer, Party, Proposal, TextTooLong, base_gazetteer, read
from dealtracker.evidence.reading.folding import fold as folded_as_read
from dealtracker.evidence.reading.language import language_of
from dealtracker.strictjson import UNSEEN
from parties.register.calc import fold, normalise
from parties.register.models import PartyName

# Facts about the sentence, not about the deal; they go with the proposals of the same sentence.
_ATTRIBUTION = "claim.attribution"
_LONGEST_NAME, _MOST_RUNS = 6, 200_000
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")


@dataclass(frozen=True)
class Text:
    """What was pasted or dropped; `data` are the bytes as they came, empty `name` for pasted text."""

    data: bytes
    name: str = ""


@dataclass(frozen=True)
class TakenIn:
    """The source that was made, with how many proposals; or the one that held the same text already."""

    source: UUID
    name: str
    proposals: int = 0
    known: bool = False


class IntakeRefused(ValueError):
    """Texts that could not be taken in, each with its name, the field it is about and the reason. Nothing was saved."""

    def __init__(self, *faults: tuple[str, str, str]) -> None:
        super().__init__("; ".join(f"{name}: {reason}" if name else reason for name, _, reason in faults))
        self.faults = faults


@transaction.atomic
def take_in_all(
    *, texts: Iterable[Text], entry: SourceEntry, compartment: UUID, viewer: Viewer, today: date, deal: UUID | None = None
) -> list[TakenIn]:  # fmt: skip
    """All of them or none; raises IntakeRefused with every fault. An address goes with one text only."""
    given = list(texts)
    if not given:
        raise IntakeRefused(("", "text", "paste a text or choose at least one file"))
    if entry.url and len(given) > 1:
        raise IntakeRefused(("", "url", "an address belongs to one text; take these in without it"))
    done, faults = [], []
    for text in given:
        try:
            taken = take_in(text=text, entry=entry, compartment=compartment, viewer=viewer, today=today, deal=deal)
            done.append(taken)
        except SourceRefused as error:
            faults.append((text.name, error.field, str(error)))
    if faults:
        raise IntakeRefused(*dict.fromkeys(faults))
    return done


@transaction.atomic
def take_in(
    *, text: Text, entry: SourceEntry, compartment: UUID, viewer: Viewer, today: date, deal: UUID | None = None
) -> TakenIn:  # fmt: skip
    """Make a source of the text; raises SourceRefused, its `field` "text" for what cannot be read. Nothing is saved then.

    A text whose hash is stored already, here or publicly, is not taken in again. An empty language is told from the text.
    """
    try:
        extracted = extract(text.data, name=text.name)
    except UnreadableFile as error:
        raise SourceRefused(_named(text, str(error)), field="text") from error
    if known := known_source(viewer=viewer, compartment=compartment, digest=extracted.digest):
        return TakenIn(known.pk, text.name, known=True)
    try:
        day = entry.published_to if entry.published_from == entry.published_to else None
        found = read(extracted.text, gazetteer=_gazetteer(extracted.text, compartment, viewer), published=day)
    except TextTooLong as error:
        raise SourceRefused(_named(text, str(error)), field="text") from error
    language = entry.language or language_of(folded_as_read(extracted.text)).code
    filled = SourceEntry(**{**entry.__dict__, "language": language})
    source = add_source(entry=filled, compartment=compartment, viewer=viewer, today=today, digest=extracted.digest)
    SourceText.rows.create(
        compartment_id=compartment,
        source=source,
        text=extracted.text,
        file_name=text.name[:255],
        media_type=extracted.kind,
    )
    kept = _keep(source, found, extracted.text, extracted.page_of, _deal(deal, compartment, viewer))
    if text.name:
        transaction.on_commit(lambda: _keep_file(source.pk, text.data))
    return TakenIn(source.pk, text.name, kept)


def _named(text: Text, message: str) -> str:
    return message if text.name else message.replace("The file", "The text")


def _deal(deal: UUID | None, compartment: UUID, viewer: Viewer) -> UUID | None:
    """The deal in mind; a public proposal never names a team's deal."""
    walls = {PUBLIC, compartment}
    if deal is None:
        return None
    if not Deal.objects.editable_by(viewer).filter(pk=deal, compartment__in=walls).exists():
        raise SourceRefused("there is no such deal that you may change", field="deal")
    return deal


def _keep(source: Source, found: Iterable[Proposal], text: str, page_of: object, deal: UUID | None) -> int:
    """Proposals are claims about the source itself until one is accepted, so that no deal's evidence holds them."""
    rows = list(found)
    told = {(p.start, p.end): str(p.value) for p in rows if p.field == _ATTRIBUTION}
    claims, anchors = [], []
    for proposal in rows:
        more = {**proposal.more, **({"deal": str(deal)} if deal else {})}
        proposed = Proposed(proposal.field, proposal.value, proposal.party, proposal.rule, more)
        if proposal.field == _ATTRIBUTION or not (entity := _entity(proposal.field)) or _is_itself(source, proposal):
            continue
        # What does not show stays in the stored text and in the quote; what was read of it is free of it.
        claim = Claim(
            compartment_id=source.compartment_id, source=source, subject_kind="deal", subject=source.pk, target_kind=entity,
            target=uuid4(), field=proposal.field[:40], words=UNSEEN.sub("", proposed.to_text()), state=Claim.State.PROPOSED,
            attribution=told.get((proposal.start, proposal.end), ""),
        )  # fmt: skip
        where = anchor(text, proposal.start, proposal.end)
        claims.append(claim)
        anchors.append(
            Anchor(
                compartment_id=source.compartment_id, claim=claim, exact=where.exact, prefix=where.prefix,
                suffix=where.suffix, start=where.start, end=where.end, page=page_of(where.start),  # type: ignore[operator]
            )
        )  # fmt: skip
    Claim.rows.bulk_create(claims, batch_size=500)
    Anchor.rows.bulk_create(anchors, batch_size=500)
    return len(claims)


def _is_itself(source: Source, proposal: Proposal) -> bool:
    """Whether the newsroom that the text names is the one that published it: a dateline leads back to nobody."""
    own = {normalise(name) for name in (source.publisher, source.newsroom) if name}
    return proposal.field == "source.origin" and normalise(proposal.party) in own


def _entity(field: str) -> str:
    """What a reading speaks of; what no field can take is kept too, for the reviewer to enter by hand."""
    try:
        return reading(field).entity
    except NotAFact:
        return "note"


def file_of(source: UUID) -> Path:
    """Where the bytes of a source lie: by its random key, never by the name they came with."""
    return Path(settings.MEDIA_ROOT) / "sources" / source.hex[:2] / source.hex


def _keep_file(source: UUID, data: bytes) -> None:
    path = file_of(source)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(data)


def _gazetteer(text: str, compartment: UUID, viewer: Viewer) -> Gazetteer:
    """The base one and those of the register's parties whose names stand in the text, of this compartment or public."""
    names = PartyName.objects.visible_to(viewer).filter(
        compartment__in={PUBLIC, compartment}, normalised__in=runs(text)
    )
    keys = set(names.values_list("party_id", flat=True)[:2000])
    rows = PartyName.objects.visible_to(viewer).filter(party__in=keys).select_related("party").order_by("party_id")
    by_party: dict[UUID, list[PartyName]] = {}
    for row in rows:
        by_party.setdefault(row.party_id, []).append(row)
    base = base_gazetteer()
    kinds = {name.casefold(): entry.kind for entry in base.parties for name in (entry.name, *entry.names)}
    return base.extended(parties=[_as_known(found, kinds) for found in by_party.values()])


def _as_known(rows: list[PartyName], kinds: dict[str, str]) -> Party:
    """A party of the register under all its names, of the kind that the base list has it as, which tells more."""
    kind = next((kinds[row.text.casefold()] for row in rows if row.text.casefold() in kinds), rows[0].party.kind)
    return Party(rows[0].party.name, tuple(row.text for row in rows), kind)


def runs(text: str) -> list[str]:
    """Runs of words as names are compared, up to six words; of Chinese, Japanese and Korean, runs of characters too."""
    words = fold(text[:400_000]).split()
    found = {
        " ".join(words[start : start + length])
        for length in range(1, _LONGEST_NAME + 1)
        for start in range(len(words) - length + 1)
    }
    for word in set(words):
        if _CJK.search(word):
            found |= {word[i : i + n] for n in range(2, 13) for i in range(max(0, len(word) - n + 1))}
    return sorted(run for run in found if 2 <= len(run) <= 120)[:_MOST_RUNS]


def pasted(text: str) -> Text:
    """What stood in the paste box."""
    return Text(text.replace("\r\n", "\n").encode())
