from __future__ import annotations
from .shape import Vocabulary
ZH = Vocabulary(code="zh", common="")
