"""Names as they are compared, scripts, slugs and the LEI's check digits."""

from __future__ import annotations

from parties.register.calc.names import (
    fold,
    lei_is_valid,
    may_be_one,
    mixes_look_alikes,
    normalise,
    script_of,
    slug,
    split_forms,
)

__all__ = ["fold", "lei_is_valid", "may_be_one", "mixes_look_alikes", "normalise", "script_of", "slug", "split_forms"]
