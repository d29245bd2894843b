"""The shipped chips: every figure has its source, and the boundary chips fall on the side that the law puts them."""
from __future__ import annotations

import copy
import json
from decimal import Decimal
from pathlib import Path

import pytest

from deals.hardware import catalogue as shipped
from deals.hardware.calc import CatalogueError, parse_catalogue
from deals.hardware.calc.chip import FIGURES
from deals.hardware.catalogue import load_catalogue

FILE = Path(shipped.__file__).parent / "chips.json"
CHIPS = load_catalogue().by_key

# key, TPP, performance density to three places: the parts that stand next to a threshold of 3A090.
BOUNDARY = [
    ("nvidia-a30", "2644", "3.201"),
    ("nvidia-a10", "2000", "3.185"),
    ("nvidia-l20", "1912", "3.140"),
    ("nvidia-l2", "1544", "5.252"),
    ("nvidia-l4", "1940", "6.599"),
    ("nvidia-h20-96gb", "2368", "2.909"),
    ("nvidia-rtx-4090-d", "4704", "7.724"),
    ("nvidia-rtx-5090-d", "4752", "6.336"),
    ("amd-mi325x", "20919.2", "8.716"),
    ("nvidia-a100-80gb-sxm4", "4992", "6.044"),
    ("amd-mi250x", "6128", "4.232"),
]


def test_forty_nine_chips_and_no_figure_without_a_source() -> None:
    chips = load_catalogue().chips
    assert len(chips) == 49
    for chip in chips:
        assert set(chip.figures) <= set(FIGURES)
        for name, figure in [*chip.figures.items(), *chip.flags.items(), ("released", chip.released)]:
            assert load_catalogue().citations(figure), f"{chip.key} {name}"


@pytest.mark.parametrize(("key", "tpp", "density"), BOUNDARY)
def test_boundary_chips(key: str, tpp: str, density: str) -> None:
    assert CHIPS[key].figure("tpp") == Decimal(tpp)
    found = CHIPS[key].figure("performance_density")
    assert found is not None
    assert round(found, 3) == Decimal(density)


def test_six_bit_rates_count_with_six_bits() -> None:
    assert CHIPS["amd-mi350x"].figure("tpp") == Decimal("9227.5") * 6


def test_what_nobody_read_is_unknown_and_never_zero() -> None:
    mi308x = CHIPS["amd-mi308x"]
    assert (mi308x.figure("tpp"), mi308x.figure("performance_density"), mi308x.figure("die_area_mm2")) == (None,) * 3
    assert CHIPS["aws-trainium"].figure("tpp") == 3040
    assert CHIPS["aws-trainium"].figure("performance_density") is None


def test_a_chip_as_json_carries_sources_and_computed_figures() -> None:
    told = json.loads(json.dumps(CHIPS["nvidia-h20-96gb"].to_json()))
    assert told["computed"] == {"tpp": "2368", "performance_density": "2.9091"}
    memory = {"value": "96", "sources": ["unconfirmed"], "confirmed": False, "note": "no official datasheet found"}
    assert told["figures"]["memory_gb"] == memory
    assert told["price_usd"]["currency"] == "USD"
    assert CHIPS["nvidia-rtx-4090-d"].aliases == ("4090d",)


def test_a_figure_of_general_knowledge_says_so() -> None:
    assert not CHIPS["nvidia-h20-96gb"].is_confirmed("tpp")
    assert CHIPS["nvidia-a100-80gb-sxm4"].is_confirmed("tpp")
    assert not CHIPS["nvidia-b200"].is_confirmed("performance_density"), "its die area is an estimate"


@pytest.mark.parametrize(
    ("path", "value", "pointer"),
    [
        (("schema",), "hardware-catalogue/9", "/schema"),
        (("chips", 3, "figures", "tdp_w", "value"), "4OO", "/chips/3/figures/tdp_w/value"),
        (("chips", 3, "figures", "tdp_w", "sources"), ["nowhere"], "/chips/3/figures/tdp_w/sources"),
        (("chips", 3, "figures", "tdp_w", "sources"), [], "/chips/3/figures/tdp_w/sources"),
        (("chips", 3, "figures", "speed"), {}, "/chips/3/figures/speed"),
        (("chips", 3, "released", "value"), "2020-02-30", "/chips/3/released/value"),
        (("chips", 3, "flags", "prc_designed", "value"), "no", "/chips/3/flags/prc_designed/value"),
        (("chips", 3, "colour"), "green", "/chips/3/colour"),
        (("chips", 3, "key"), "nvidia-a10", "/chips/3/key"),
    ],
)
def test_a_malformed_catalogue_is_refused(path: tuple[str | int, ...], value: object, pointer: str) -> None:
    data = copy.deepcopy(json.loads(FILE.read_text(encoding="utf-8")))
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(CatalogueError) as refusal:
        parse_catalogue(data)
    assert refusal.value.pointer == pointer
