from __future__ import annotations
from .shape import Vocabulary
JA = Vocabulary(code="ja", common="")
