from __future__ import annotations
from .shape import Vocabulary
KO = Vocabulary(code="ko", common="")
