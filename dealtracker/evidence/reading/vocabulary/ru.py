from __future__ import annotations
from .shape import Vocabulary
RU = Vocabulary(code="ru", common="")
