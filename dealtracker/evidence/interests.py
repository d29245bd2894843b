"""Which party takes part in what: asked of the rooms above, which say so when the program starts."""
from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID

from dealtracker.evidence.rules.values import InterestValue

Provider = Callable[[Collection[UUID]], Mapping[UUID, Sequence[InterestValue]]]
_providers: list[Provider] = []


def provide_interests(provider: Provider) -> None:
    """Registers a room's answer: subjects in, the parts that parties take in each out, in a fixed number of statements.

    Called from an app's `ready`. Every reader of evidence then weighs a party's own words alike.
    """
    if provider not in _providers:
        _providers.append(provider)


def interests_of(subjects: Collection[UUID]) -> dict[UUID, tuple[InterestValue, ...]]:
    found: dict[UUID, tuple[InterestValue, ...]] = {}
    for provider in _providers:
        for subject, parts in provider(subjects).items():
            found[subject] = (*found.get(subject, ()), *parts)
    return found
