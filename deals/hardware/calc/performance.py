"""Total processing performance and performance density, as the technical notes of ECCN 3A090 define them."""
from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

# Bit length of one operation by figure. Six-bit rates count with six bits, not with the width they are stored in.
BIT_LENGTHS: Mapping[str, int] = {
    "fp16_bf16_tflops_dense": 16,
    "fp8_tflops_dense": 8,
    "int8_tops_dense": 8,
    "fp6_tflops_dense": 6,
    "fp4_tflops_dense": 4,
    "int4_tops_dense": 4,
}


def tpp_by_precision(rates: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Bit length times dense TOPS, for each rate that is known.

    Source: 3A090 note 1, TPP = 2 x MacTOPS x bit length. A data sheet's TOPS count the multiply and the add, so the
    factor two is already inside; sparse figures must be halved before they come here.
    """
    return {name: bits * rates[name] for name, bits in BIT_LENGTHS.items() if name in rates}


def tpp(rates: Mapping[str, Decimal]) -> Decimal | None:
    """The largest of `tpp_by_precision`; None when no rate is known."""
    return max(tpp_by_precision(rates).values(), default=None)


def performance_density(performance: Decimal | None, die_area_mm2: Decimal | None) -> Decimal | None:
    """TPP per mm2 of die made on a non-planar process, unrounded; None when either is unknown (3A090 note 2)."""
    if performance is None or die_area_mm2 is None or die_area_mm2 <= 0:
        return None
    return performance / die_area_mm2
