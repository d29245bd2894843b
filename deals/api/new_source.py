"""A source inside the change that it is entered with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deals.actions.deals import InvalidChange
from deals.actions.source_records import SourceEntry
from dealtracker.evidence.source_body import BadSource, read_body


def read_source(data: Mapping[str, Any]) -> SourceEntry:
    """The entry that a request describes; raises InvalidChange with pointers below /source."""
    try:
        return SourceEntry(**read_body(data, at="/source"))
    except BadSource as error:
        raise InvalidChange(*error.faults) from None
