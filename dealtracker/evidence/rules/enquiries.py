"""From which day on a reply to an enquiry of ours is known: to no view of an earlier day."""

from __future__ import annotations

from datetime import date

from dealtracker.periods import When


def enquiry_known(
    *, replied_on: When | None, asked_on: date | None, recorded_on: date | None, waits: bool
) -> date | None:
    """The latest day of the answer, where it is stated; of an enquiry that waits for one the day on which we asked.

    Else the day on which it was recorded: an answer without a day may have come long after the question.
    """
    if replied_on:
        return replied_on.latest or replied_on.earliest
    return (asked_on if waits else None) or recorded_on
