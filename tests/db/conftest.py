from __future__ import annotations

from tests.world import alone, people, world

__all__ = ["alone", "people", "world"]
