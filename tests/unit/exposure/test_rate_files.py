"""A file of rates that people bring: read strictly, refused with row and column."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from deals.ledger.rate_files import Rate, RateFileError, read_rates

HEAD = "currency,date,per_eur,source"


def test_rows_become_rates() -> None:
    assert read_rates([HEAD, "TWD,2026-01-05,36.5,a central bank"]) == [
        Rate("TWD", date(2026, 1, 5), Decimal("36.5"), "a central bank")
    ]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["currency,date,rate", "TWD,2026-01-05,36.5"], "row 1 has no column per_eur, source"),
        ([HEAD, "twd,2026-01-05,36.5,x"], "row 2, currency"),
        ([HEAD, "TWD,05/01/2026,36.5,x"], "row 2, date"),
        ([HEAD, 'TWD,2026-01-05,"36,5",x'], "row 2, per_eur"),
        ([HEAD, "TWD,2026-01-05,0,x"], "row 2, per_eur"),
        ([HEAD, "TWD,2026-01-05,-1,x"], "row 2, per_eur"),
        ([HEAD, "TWD,2026-01-05,NaN,x"], "row 2, per_eur"),
        ([HEAD, "EUR,2026-01-05,1,x"], "row 2, per_eur"),
        ([HEAD, "TWD,2026-01-05,36.5,"], "row 2, source"),
        ([HEAD, 'TWD,2026-01-05,"' + "x" * 140_000 + '"'], "row 2 is not CSV"),
        (["x" * 140_000], "row 1 is not CSV"),
        ([HEAD, "TWD,2026-01-05,36.5"], "row 2, source"),
        ([HEAD, "TWD,2026-01-05,36.5,x", "TWD,2026-01-05,36.6,x"], "row 3 gives TWD of 2026-01-05 a second time"),
        ([], "row 1 has no column"),
    ],
)
def test_what_cannot_be_read_is_told_by_row_and_column(lines: list[str], words: str) -> None:
    with pytest.raises(RateFileError) as error:
        read_rates(lines)
    assert words in str(error.value)
