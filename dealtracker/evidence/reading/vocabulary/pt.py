from __future__ import annotations
from .shape import Vocabulary
PT = Vocabulary(code="pt", common="")
