"""Words of an amount that say another figure than the one beside them."""

from __future__ import annotations

import pytest

from deals.pages.deal.stale_words import still_earlier

OLD = {"kind": "approx", "point": "300000000", "currency": "USD", "words": "about US$300m"}


@pytest.mark.parametrize(
    ("changes", "stale"),
    [
        ({"point": "310000000"}, True),
        ({"currency": "SGD"}, True),
        ({"point": "300000000.00"}, False),
        ({"kind": "exact"}, False),
        ({"kind": "at least", "point": "", "low": "300000000"}, False),
        ({"kind": "range", "point": "", "low": "300000000", "high": "400000000"}, True),
        ({"point": "310000000", "words": "about US$310m"}, False),
        ({"point": "310000000", "words": ""}, False),
        ({"kind": "unknown", "point": ""}, True),
    ],
)
def test_words_of_the_figure_before(changes: dict[str, str], stale: bool) -> None:
    assert still_earlier(OLD, {**OLD, **changes}) is stale


def test_a_figure_put_right_keeps_the_words_that_were_right() -> None:
    slip = {**OLD, "point": "30000000"}
    assert not still_earlier(slip, OLD)
    assert not still_earlier({**slip, "words": "約3億ドル"}, {**OLD, "words": "約3億ドル"})
    assert still_earlier(slip, {**slip, "point": "31000000"})


def test_a_quantity_has_no_currency() -> None:
    before = {"kind": "approx", "point": "5000", "currency": "USD", "words": "some 5,000"}
    after = {"kind": "approx", "point": "5000", "words": "some 5,000"}
    assert not still_earlier(before, after)
    assert still_earlier(before, {**after, "point": "6000"})
