"""Who on the loaded lists a party may be, by its names and by its owners; and what was not screened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from dealtracker.access.rules import Viewer
from parties.ownership.calc import (
    BIS_RULE,
    OFAC_RULE,
    Ownership,
    View,
    bis_affiliates_rule,
    ofac_50_percent_rule,
    view_on,
)
from parties.ownership.queries import load_book, owners_above
from parties.register.models import Party
from parties.register.queries import records_of, resolve_for, viewer_walls
from parties.reports.list_versions import NOT_SCREENED
from parties.reports.listed_holdings import ListedHoldings, listed_holdings
from parties.screening.models import Candidate, Disposition, ListedEntry, ListVersion, Screened
from parties.screening.queries import active_lists, versions_of
from parties.screening.rules import THRESHOLD

# Which entries count under which rule about ownership.
REGIME_OF = {OFAC_RULE: "blocked", BIS_RULE: "affiliates"}


@dataclass(frozen=True)
class ScreenedList:
    """One loaded list: its version, and whether the party was compared with it as both are now."""

    watchlist: int
    name: str
    version: int
    entries: int
    file_date: date
    digest: str
    screened_at: datetime | None
    candidates: int

    @property
    def which(self) -> str:
        return f"{self.entries:,} entries of {self.name}, file of {self.file_date}, hash {self.digest[:12]}"

    @property
    def bare_sentence(self) -> str:
        """The same without what was found, for those who may not see candidates."""
        return f"{'not screened yet against' if self.screened_at is None else 'compared with'} {self.which}"

    @property
    def sentence(self) -> str:
        """What may be said of it, and no more."""
        if self.screened_at is None:
            return self.bare_sentence
        some = f"{self.candidates} candidate" + ("" if self.candidates == 1 else "s")
        return f"{some} ≥ {Decimal(THRESHOLD) / 1000:.2f} among {self.which}"


@dataclass(frozen=True)
class CandidateValue:
    """An entry the party may be. The score is of the match of the two names. `judgement` is the live one or None;
    `outdated` says that it was made on other inputs, so that the candidate is open again."""

    party: UUID
    watchlist: int
    list_name: str
    ref: str
    score: Decimal
    reasons: tuple[dict[str, Any], ...]
    party_name: str
    listed_name: str
    programme: str
    source_list: str
    regimes: tuple[str, ...]
    links: tuple[dict[str, Any], ...]
    url: str
    inputs: str
    judgement: Disposition | None
    outdated: bool

    @property
    def verdict(self) -> str:
        """ "same", "different", "unsure", or "" while nobody judged it as it is now, or a second person has not confirmed."""
        return self.judgement.verdict if self.judgement and not self.outdated and not self.judgement.is_waiting else ""


@dataclass(frozen=True)
class Screening:
    """All that screening says of a party. `ownership` has the two rules apart; `names` those of the parties in it,
    `listed_owners` those of owners that only the lists' own records of ownership name."""

    state: str
    lists: tuple[ScreenedList, ...]
    candidates: tuple[CandidateValue, ...]
    ownership: tuple[Ownership, ...]
    names: dict[UUID, str]
    listed_owners: dict[UUID, str]


def party_candidates(*, viewer: Viewer, party: UUID, as_of: date, known_on: date) -> Screening | None:
    """Candidates of a party and of whoever owns it, as this viewer sees them; None for a party that is not visible.

    Records judged to be one are screened as one. A fixed number of statements.
    """
    found = Party.objects.visible_to(viewer).filter(pk=party).first()
    if found is None:
        return None
    walls = viewer_walls(viewer)
    records = records_of([party], walls=walls)
    lists = tuple(_lists(found.pk, records))
    if not lists:
        return Screening(NOT_SCREENED, (), (), (), {}, {})
    owners = owners_above(records, walls=walls)
    candidates = list(_candidates(owners | records, viewer))
    own = tuple(c for c in candidates if c.party in records)
    stands = resolve_for({party, *(c.party for c in candidates)}, walls=walls)
    named_by_lists = list(_candidates(_who_may_be(candidates), viewer))
    stands |= resolve_for({c.party for c in named_by_lists}, walls=walls) if named_by_lists else {}
    known = listed_holdings(candidates, stands, owners=named_by_lists)
    ownership = _ownership(stands[party], owners, candidates, known, walls, as_of, known_on)
    named = {key for one in ownership for key in (one.party, *(owner for owner, _ in one.owners))}
    names = dict(Party.objects.visible_to(viewer).filter(pk__in=named).values_list("pk", "name"))
    return Screening("; ".join(one.sentence for one in lists), lists, own, ownership, names, known.names)


def screening_state(*, viewer: Viewer, party: UUID) -> str:
    """One sentence for a page or an export: against what a party was compared, with the number of candidates for those who
    may see them; "not screened" where no list is loaded."""
    lists = tuple(_lists(party, records_of([party], walls=viewer_walls(viewer))))
    told = (one.bare_sentence if viewer.is_anonymous else one.sentence for one in lists)
    return "; ".join(told) or NOT_SCREENED


def _lists(party: UUID, records: Iterable[UUID]) -> Iterator[ScreenedList]:
    lists = active_lists()
    if not lists:
        return
    versions: dict[int, ListVersion] = versions_of(lists)
    screened = {
        row.watchlist: row.screened_at
        for row in Screened.rows.filter(party=party)
        if row.watchlist in versions and row.version == versions[row.watchlist].number
    }
    counts: dict[int, int] = {}
    for watchlist in Candidate.rows.filter(party__in=list(records)).values_list("watchlist", flat=True):
        counts[watchlist] = counts.get(watchlist, 0) + 1
    for one in lists:
        version = versions[one.pk]
        yield ScreenedList(
            one.pk, one.name, version.number, version.entries, version.file_date, version.digest, screened.get(one.pk),
            counts.get(one.pk, 0),
        )  # fmt: skip


def _who_may_be(candidates: Sequence[CandidateValue]) -> set[UUID]:
    """Parties with a candidate for an entry that a list names as an owner."""
    wanted = {(c.watchlist, link["owner"]) for c in candidates for link in c.links if link["kind"] == "ownership"}
    rows = Candidate.rows.filter(ref__in={ref for _, ref in wanted}) if wanted else Candidate.rows.none()
    return {
        party for party, watchlist, ref in rows.values_list("party", "watchlist", "ref") if (watchlist, ref) in wanted
    }


def _candidates(parties: Iterable[UUID], viewer: Viewer) -> Iterator[CandidateValue]:
    visible = set(Party.objects.visible_to(viewer).filter(pk__in=set(parties)).values_list("pk", flat=True))
    rows = list(Candidate.rows.filter(party__in=visible).order_by("-score", "ref", "party"))
    entries = ListedEntry.rows.select_related("watchlist").in_bulk({row.entry for row in rows})
    judged = Disposition.objects.visible_to(viewer).filter(party__in=visible, undone_at=None)
    judgements = {(one.party_id, one.watchlist_id, one.ref): one for one in judged}
    for row in rows:
        entry = entries[row.entry]
        judgement = judgements.get((row.party, row.watchlist, row.ref))
        yield CandidateValue(
            row.party, row.watchlist, entry.watchlist.name, row.ref, row.score, tuple(row.reasons), row.party_name,
            row.listed_name, entry.programme, entry.source_list, tuple(entry.regimes), tuple(entry.facts.get("links", ())),
            entry.url, row.inputs, judgement, judgement is not None and judgement.inputs != row.inputs,
        )  # fmt: skip


def _ownership(
    party: UUID, owners: set[UUID], candidates: Sequence[CandidateValue], known: ListedHoldings, walls: frozenset[UUID],
    as_of: date, known_on: date,
) -> tuple[Ownership, ...]:  # fmt: skip
    """Both rules, each over its own entries: judged the same counts, an open candidate leaves the answer open."""
    book = load_book(owners, walls=walls, known_on=known_on)
    view = view_on([*book.stakes, *known.stakes], as_of)
    found = []
    for rule, walk in ((OFAC_RULE, _ofac), (BIS_RULE, _bis)):
        regime = REGIME_OF[rule]
        told = [c for c in candidates if regime in c.regimes and c.verdict != "different"]
        sure = {book.standing(c.party) for c in told if c.verdict == "same"}
        by_list, open_by_list = known.sure.get(regime, set()), known.perhaps.get(regime, set())
        # A listed owner on our own record may be the very one that the list's record names: then that one is not added.
        sure |= set() if sure & {stake.owner for stake in book.stakes} else by_list
        perhaps = {book.standing(c.party) for c in told} | by_list | open_by_list
        result = walk(view, sure, perhaps - sure).get(party)
        found += [result] if result else []
    return tuple(found)


def _ofac(view: View, sure: set[UUID], perhaps: set[UUID]) -> dict[UUID, Ownership]:
    return ofac_50_percent_rule(view, blocked=sure, perhaps=perhaps)


def _bis(view: View, sure: set[UUID], perhaps: set[UUID]) -> dict[UUID, Ownership]:
    return bis_affiliates_rule(view, listed=sure, perhaps=perhaps)
