"""Names as they are compared and searched, scripts, slugs and the LEI's check digits."""

from __future__ import annotations

from parties.register.calc.latin import latin, pinyin
from parties.register.calc.names import (
    fold,
    initials,
    lei_is_valid,
    may_be_one,
    mixes_look_alikes,
    normalise,
    script_of,
    slug,
    split_forms,
)
from parties.register.calc.searched import (
    clipped_patterns,
    near_words,
    search_patterns,
    searched_text,
    swapped_patterns,
)

__all__ = [
    "clipped_patterns", "fold", "initials", "latin", "lei_is_valid", "may_be_one", "mixes_look_alikes", "near_words",
    "normalise", "pinyin", "script_of", "search_patterns", "searched_text", "slug", "split_forms", "swapped_patterns",
]  # fmt: skip
