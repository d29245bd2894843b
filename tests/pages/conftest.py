from __future__ import annotations

import pytest

from tests.world import alone, people, world

__all__ = ["alone", "people", "world"]


@pytest.fixture(autouse=True)
def _alone(request: pytest.FixtureRequest) -> None:
    """Every test of a module with a world leaves no trace in it."""
    if {"world", "people"} & set(request.fixturenames):
        request.getfixturevalue("alone")
