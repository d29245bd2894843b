"""The only signal in the code base: parties have changed, whoever rests on them should know."""
from __future__ import annotations

from django.dispatch import Signal

# sent with `parties`: set of keys, `cause`: words
parties_changed = Signal()
