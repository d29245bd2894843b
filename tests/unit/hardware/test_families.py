"""Chips that share a name: what a line's words state is found by family and by every variant it may mean."""

from __future__ import annotations

import pytest

from deals.hardware.calc.families import chip_name, families, near_slugs, stated_chips, with_families
from deals.hardware.catalogue import load_catalogue

CATALOGUE = load_catalogue()
H100 = {"nvidia-h100", "nvidia-h100-sxm5-80gb", "nvidia-h100-pcie-80gb", "nvidia-h100-nvl-94gb"}


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Nvidia H100", H100),
        ("英伟达 H100", H100),
        ("Nvidia H100; eight to a server", H100),
        ("NVIDIA H100 SXM5 80GB", {"nvidia-h100", "nvidia-h100-sxm5-80gb"}),
        ("B300", {"nvidia-b300"}),
        ("B300 and MI300X", {"nvidia-b300", "amd-mi300x"}),
        ("Blackwell", set()),
        ("Nvidia chips", set()),
        ("chips, model not stated", set()),
        ("Mystery 9", set()),
        ("", set()),
    ],
)
def test_what_words_state(text: str, slugs: set[str]) -> None:
    assert stated_chips(text, CATALOGUE) == slugs


def test_every_family_is_of_one_maker_and_no_chip_of_its_own() -> None:
    found = families(CATALOGUE)
    assert set(found["nvidia-h100"]) == H100 - {"nvidia-h100"}
    for slug, chips in found.items():
        assert slug not in CATALOGUE.by_key
        assert len(chips) > 1
        assert len({CATALOGUE.by_key[chip].vendor for chip in chips}) == 1
        assert all(slug in with_families(chip, CATALOGUE) for chip in chips)


def test_names_for_readers() -> None:
    assert chip_name("nvidia-h100", CATALOGUE) == "NVIDIA H100, any variant"
    assert chip_name("nvidia-h100-pcie-80gb", CATALOGUE) == "NVIDIA H100 PCIe 80GB"
    assert chip_name("house-chip", CATALOGUE) == "house-chip"


def test_a_wrong_slug_is_near_to_some() -> None:
    assert near_slugs("H100", CATALOGUE)[0] == "nvidia-h100"
    assert "nvidia-b300" in near_slugs("nvidia-b30", CATALOGUE)
    assert near_slugs("zzzz", CATALOGUE) == ()
