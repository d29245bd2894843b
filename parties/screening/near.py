"""Names written almost alike, among very many: pairs that cannot be are passed over by what they are written with."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process


class Written:
    """Keys in order of their length, each with a mask of its letters: of 32 kinds, a bit for one and a bit for another."""

    def __init__(self, keys: Collection[str]) -> None:
        self.keys: npt.NDArray[Any] = np.array(sorted(keys, key=len), object)
        self.lengths = np.fromiter(map(len, self.keys), np.int64, len(self.keys))
        letters = np.frombuffer("".join(self.keys).encode("utf-32-le", "surrogatepass"), np.uint32) & 31
        places = np.repeat(np.arange(len(self.keys)) * 32, self.lengths) + letters
        counts = np.bincount(places, minlength=32 * len(self.keys)).reshape(-1, 32)
        self.masks = np.packbits(np.hstack([counts > 0, counts > 1]), axis=1).view(np.uint64)[:, 0]


def alike(mine: Written, theirs: Written, *, least: float) -> Iterator[tuple[str, str]]:
    """All pairs of keys whose `fuzz.ratio` is at least that, and no other.

    The ratio is 100 (1 - d / n) of the letters d to be put in or taken out and the n letters of both. Each bit in which two
    masks differ is such a letter, and so is each letter by which one key is longer.
    """
    if len(mine.keys) > len(theirs.keys):
        yield from ((key, other) for other, key in alike(theirs, mine, least=least))
        return
    slack = 1 - least / 100
    for length, rows in groupby(range(len(mine.keys)), key=lambda row: len(mine.keys[row])):
        # A shade more than the bound, for what floating point takes from it.
        most = slack * (length + theirs.lengths) + 1e-6
        fits = np.abs(theirs.lengths - length) <= most
        keys, masks, bits = theirs.keys[fits], theirs.masks[fits], most[fits].astype(np.uint8)
        for row in rows:
            key, others = mine.keys[row], keys[np.bitwise_count(masks ^ mine.masks[row]) <= bits].tolist()
            ratios = process.cdist([key], others, scorer=fuzz.ratio, score_cutoff=least, dtype=np.uint8)
            yield from ((key, others[place]) for place in np.flatnonzero(ratios))
