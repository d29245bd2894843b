"""Counts into other counts: only by a named policy or a table with a version, and unknown stays unknown."""
from __future__ import annotations

from decimal import Decimal

import pytest

from deals.hardware.calc import QuantityError, h100_equivalents, in_chips, megawatts, reconcile
from deals.hardware.calc.quantity import together
from deals.hardware.catalogue import (
    load_catalogue,
    load_equivalence_tables,
    load_power_tables,
    load_unit_policies,
)
from dealtracker.money import Amount

POLICIES = load_unit_policies()
REFERENCE = "nvidia-h100-sxm5-80gb"


def test_fifty_thousand_nvl72_stay_chips_unless_a_policy_is_named() -> None:
    said = Amount.exact(50000)
    assert in_chips(said, unit="gpu", chip="nvidia-gb200", policy=None) == said
    with pytest.raises(QuantityError, match="named policy"):
        in_chips(said, unit="rack", chip="nvidia-gb200", policy=None)
    racks = in_chips(said, unit="rack", chip="nvidia-gb200", policy=POLICIES["nvl72-rack"])
    assert (racks.point, racks.words) == (Decimal(3_600_000), "by nvl72-rack")


def test_a_policy_serves_its_own_unit_and_chips_only() -> None:
    with pytest.raises(QuantityError, match="for \"rack\", not for \"server\""):
        in_chips(Amount.exact(2), unit="server", chip="nvidia-gb200", policy=POLICIES["nvl72-rack"])
    with pytest.raises(QuantityError, match="not for nvidia-l40"):
        in_chips(Amount.exact(2), unit="rack", chip="nvidia-l40", policy=POLICIES["nvl72-rack"])
    with pytest.raises(QuantityError, match="an unknown model"):
        in_chips(Amount.exact(2), unit="server", chip=None, policy=POLICIES["eight-chip-server"])


def test_bounds_stay_bounds_and_unknown_stays_unknown() -> None:
    policy = POLICIES["eight-chip-server"]
    most = in_chips(Amount("at most", high=Decimal(100)), unit="server", chip=REFERENCE, policy=policy)
    assert most.bounds == (None, None, Decimal(800))
    assert in_chips(Amount.unknown(), unit="server", chip=REFERENCE, policy=policy).is_known is False


@pytest.mark.parametrize("version", sorted(load_equivalence_tables()))
def test_factors_are_the_ratios_of_the_catalogue(version: str) -> None:
    table, chips = load_equivalence_tables()[version], load_catalogue().by_key
    reference = chips[table.reference].figure(table.basis)
    assert reference is not None
    expected = {k: round(v / reference, 4) for k, c in chips.items() if (v := c.figure(table.basis)) is not None}
    assert dict(table.factors) == expected
    assert table.factors[REFERENCE] == 1


def test_equivalents_and_the_chip_that_has_none() -> None:
    table = load_equivalence_tables()["h100e-fp16-2026-11"]
    assert h100_equivalents(Amount.exact(1000), chip=REFERENCE, table=table).point == 1000
    assert h100_equivalents(Amount.exact(1000), chip="nvidia-h20-96gb", table=table).point == Decimal("149.6")
    with pytest.raises(QuantityError, match="no factor for amd-mi308x"):
        h100_equivalents(Amount.exact(1000), chip="amd-mi308x", table=table)


def test_megawatts_of_chips_alone_are_a_lower_bound() -> None:
    chips_only, site = (load_power_tables()[v] for v in ("mw-chips-2026-11", "mw-site-2026-11"))
    load = megawatts(Amount.exact(10_000), chip=REFERENCE, table=chips_only)
    assert (load.kind, load.low) == ("at least", Decimal(7))
    modelled = megawatts(Amount.exact(10_000), chip=REFERENCE, table=site)
    assert (modelled.kind, modelled.point) == ("approx", Decimal("16.562"))
    assert megawatts(Amount("at most", high=Decimal(5)), chip=REFERENCE, table=chips_only).kind == "unknown"
    with pytest.raises(QuantityError, match="no power for google-tpu-v5p"):
        megawatts(Amount.exact(1), chip="google-tpu-v5p", table=site)


def test_delivered_above_ordered_is_shown_as_far_as_bounds_tell() -> None:
    pledged = Amount("at least", low=Decimal(101))
    counts = {"ordered": Amount.exact(100), "shipped": Amount.exact(120), "pledged": pledged}
    assert [(m.count, m.limit, m.by, m.certain) for m in reconcile(counts)] == [
        ("shipped", "ordered", Decimal(20), True),
        ("pledged", "ordered", Decimal(1), True),
    ]
    loose = {"ordered": Amount("range", low=Decimal(80), high=Decimal(120)), "shipped": Amount.exact(100)}
    assert [(m.by, m.certain) for m in reconcile(loose)] == [(Decimal(20), False)]
    assert reconcile({"ordered": Amount.exact(100), "shipped": Amount.unknown()}) == ()
    assert reconcile({"ordered": Amount.exact(100), "shipped": Amount.exact(100), "installed": Amount.exact(90)}) == ()


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({"ordered": 100, "installed": 130}, [("installed", "ordered", 30)]),
        ({"ordered": 100, "energised": 101}, [("energised", "ordered", 1)]),
        ({"ordered": 100, "shipped": 100, "energised": 101}, [("energised", "shipped", 1)]),
        ({"licensed": 35, "shipped": 50}, [("shipped", "licensed", 15)]),
        ({"ordered": 60, "licensed": 35, "installed": 50}, [("installed", "licensed", 15)]),
        ({"ordered": 100, "shipped": 120, "installed": 120}, [("shipped", "ordered", 20)]),
        ({"planned": 10, "ordered": 100, "licensed": 100, "shipped": 80, "installed": 70, "energised": 60, "pledged": 100}, []),
    ],
)
def test_a_state_that_nobody_stated_does_not_hide_a_difference(counts: dict[str, int], found: list[tuple[str, str, int]]) -> None:
    stated = {state: Amount.exact(number) for state, number in counts.items()}
    assert [(m.count, m.limit, m.by) for m in reconcile(stated)] == found
    assert [(m.count, m.limit, m.by) for m in reconcile({**stated, "removed": Amount.unknown()})] == found


def test_about_is_never_certain() -> None:
    about = Amount("approx", point=Decimal(130))
    assert [m.certain for m in reconcile({"ordered": Amount.exact(100), "shipped": about})] == [False]


def test_counts_of_different_things_add_as_far_as_each_is_bounded() -> None:
    most, least = Amount("at most", high=Decimal(50)), Amount("at least", low=Decimal(10))
    ten = Amount.exact(10)
    assert together([ten]) == ten
    assert together([ten, ten]) == Amount.exact(20)
    assert together([ten, Amount("approx", point=Decimal(5))]) == Amount("approx", point=Decimal(15))
    assert together([ten, least]) == Amount("at least", low=Decimal(20))
    assert together([ten, most]) == Amount("at most", high=Decimal(60))
    assert together([most, least]).kind == together([ten, Amount.unknown()]).kind == "unknown"
