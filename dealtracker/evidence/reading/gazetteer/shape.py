"""The gazetteer as a value, and the index that finds its names in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from dealtracker.evidence.reading.folding import ends_word, fold, is_cjk, starts_word

LONGEST_ENDING = 5  # letters that a declension adds to a stem: "Челяб*", "Челябинске"
KEYS = (4, 3, 2)  # characters of a name that index it, the most first


@dataclass(frozen=True)
class Party:
    """`kind`: company, bank, fund, chipmaker, platform, media, public body. `names` besides `name`, any script."""

    name: str
    names: tuple[str, ...] = ()
    kind: str = "company"
    country: str = ""


@dataclass(frozen=True)
class Chip:
    """`model` empty: a family or generation that names only its vendor's line."""

    model: str
    vendor: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """`precision`: city, district, region or country; names ending in "*" take endings (Сингапур*)."""

    name: str
    country: str
    precision: str
    names: tuple[str, ...] = ()
    region: str = ""


Entry = Party | Chip | Place


@dataclass(frozen=True)
class Hit:
    start: int
    end: int
    entry: Entry


@dataclass(frozen=True)
class Gazetteer:
    parties: tuple[Party, ...] = ()
    chips: tuple[Chip, ...] = ()
    places: tuple[Place, ...] = field(default=())

    def extended(
        self, *, parties: Iterable[Party] = (), chips: Iterable[Chip] = (), places: Iterable[Place] = ()
    ) -> Gazetteer:
        """A larger gazetteer; an entry added wins over a base entry with the same name."""
        return Gazetteer((*parties, *self.parties), (*chips, *self.chips), (*places, *self.places))

    @cached_property
    def _index(self) -> dict[str, list[tuple[str, bool, Entry]]]:
        index: dict[str, list[tuple[str, bool, Entry]]] = {}
        entries: tuple[Entry, ...] = (*self.parties, *self.chips, *self.places)
        for entry in entries:
            own = entry.model if isinstance(entry, Chip) else entry.name
            for name in dict.fromkeys(n for n in (own, *entry.names) if n):
                stem = fold(name.rstrip("*").strip())
                if len(stem) >= KEYS[-1]:
                    index.setdefault(stem[: KEYS[0]], []).append((stem, name.endswith("*"), entry))
        for rows in index.values():
            rows.sort(key=lambda row: -len(row[0]))
        return index

    def find(
        self, text: str, folded: str, start: int = 0, end: int | None = None, *, genitive: bool = False
    ) -> Iterator[Hit]:
        """Longest names first at each position, left to right, not overlapping; `genitive`: "Nvidias" is Nvidia."""
        index, at, end = self._index, start, len(folded) if end is None else end
        while at < end - 1:
            rows = [row for key in KEYS if (found := index.get(folded[at : at + key])) for row in found]
            hit = next((h for row in rows if (h := _at(text, folded, at, *row, genitive))), None) if rows else None
            if hit:
                yield hit
                at = hit.end
            else:
                at += 1


def _at(
    text: str, folded: str, at: int, stem: str, open_end: bool, entry: Entry, genitive: bool = False
) -> Hit | None:
    if not folded.startswith(stem, at) or not starts_word(folded, at):
        return None
    end = at + len(stem)
    if open_end:
        while (
            end < len(folded)
            and end - at - len(stem) < LONGEST_ENDING
            and folded[end].isalpha()
            and not is_cjk(folded[end])
        ):
            end += 1
    if genitive and isinstance(entry, Party) and folded[end : end + 1] == "s" and ends_word(folded, end + 1):
        return Hit(at, end, entry) if text[at].isupper() and len(stem) > 3 else None
    return Hit(at, end, entry) if _whole(text, folded, at, end, stem, entry) else None


def _whole(text: str, folded: str, at: int, end: int, stem: str, entry: Entry) -> bool:
    if not ends_word(folded, end):
        return False
    if "\u30a0" <= folded[end - 1] <= "\u30ff" and end < len(folded) and "\u30a0" <= folded[end] <= "\u30ff":
        return False  # katakana goes on: another word
    written = text[at:end]
    if text[end : end + 1] == "$":
        return False  # US$
    if isinstance(entry, Chip) or is_cjk(written[0]) or not written[0].isalpha():
        return True
    if isinstance(entry, Party) and entry.kind == "media":  # "the information" is no newsroom
        return all(word[0].isupper() for word in written.split() if word[0].isalpha() and word not in ("of", "de"))
    return written[0].isupper() or (entry.name[0].islower() and any(char.isupper() for char in written))
