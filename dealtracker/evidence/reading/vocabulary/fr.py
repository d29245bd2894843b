from __future__ import annotations
from .shape import Vocabulary
FR = Vocabulary(code="fr", common="")
