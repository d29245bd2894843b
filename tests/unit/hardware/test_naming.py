"""Which chip a text means: any usual spelling finds it, and no text is ever bent to fit."""
from __future__ import annotations

import pytest

from deals.hardware.calc import resolve
from deals.hardware.calc.chip import Chip
from deals.hardware.calc.naming import nearest
from deals.hardware.catalogue import load_catalogue

CATALOGUE = load_catalogue()


@pytest.mark.parametrize("chip", CATALOGUE.chips, ids=lambda chip: chip.key)
def test_every_chip_by_name_case_vendor_and_without_spaces(chip: Chip) -> None:
    bare = chip.name.replace("(", "").replace(")", "")
    alone = [chip.key, chip.name, chip.name.upper(), chip.name.lower().replace(" ", ""), chip.name.replace(" ", "-")]
    for text in [*alone, f"{chip.vendor} {bare}", f"{chip.vendor.lower()} {bare.lower()}", f"  {chip.name} "]:
        match = resolve(text, CATALOGUE)
        assert (match.kind, match.chips) == ("chip", (chip,)), text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("NVIDIA H100 SXM", "nvidia-h100-sxm5-80gb"),
        ("DGX H100", "nvidia-h100-sxm5-80gb"),
        ("H100 NVL", "nvidia-h100-nvl-94gb"),
        ("Nvidia H20", "nvidia-h20-96gb"),
        ("RTX 4090D", "nvidia-rtx-4090-d"),
        ("GeForce RTX 4090", "nvidia-rtx-4090"),
        ("5090D V2", "nvidia-rtx-5090-d-v2"),
        ("MI300X", "amd-mi300x"),
        ("AMD MI308", "amd-mi308x"),
        ("GB200 NVL72", "nvidia-gb200"),
        ("昇腾910B", "huawei-ascend-910b"),
        ("Trillium", "google-tpu-v6e"),
        ("Trn2", "aws-trainium2"),
        ("Trainium", "aws-trainium"),
        ("L40 S", "nvidia-l40s"),
        ("A100 80GB PCI-e", "nvidia-a100-80gb-pcie"),
        ("TPUv6e", "google-tpu-v6e"),
        ("Ascend 910B3", "huawei-ascend-910b"),
        ("Ｈ２００ SXM", "nvidia-h200-sxm-141gb"),
        ("HGX H200 8-GPU", "nvidia-h200-sxm-141gb"),
        ("64 DGX H100 systems", "nvidia-h100-sxm5-80gb"),
        ("10,000 GB200s", "nvidia-gb200"),
        ("8x B200", "nvidia-b200"),
        ("MI300X x 8", "amd-mi300x"),
        ("4090s", "nvidia-rtx-4090"),
        ("L40s GPUs", "nvidia-l40s"),
        ("Nvidia GB300 systems", "nvidia-gb300"),
        ("DGX GB200", "nvidia-gb200"),
        ("DGX SuperPOD GB300", "nvidia-gb300"),
        ("Instinct MI300X platform", "amd-mi300x"),
        ("8xB200 node", "nvidia-b200"),
        ("Ascend 910C cluster", "huawei-ascend-910c"),
    ],
)
def test_usual_spellings(text: str, key: str) -> None:
    assert [chip.key for chip in resolve(text, CATALOGUE).chips] == [key]


def test_a_name_that_several_chips_share_is_all_of_them() -> None:
    match = resolve("H100", CATALOGUE)
    assert match.kind == "variants"
    assert {chip.name for chip in match.chips} == {"H100 SXM5 80GB", "H100 PCIe 80GB", "H100 NVL 94GB"}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Nvidia Blackwell (B200 + B300)", {"nvidia-b200", "nvidia-b300"}),
        ("L20, L2", {"nvidia-l20", "nvidia-l2"}),
        ("MI300X and 500 MI325Xs", {"amd-mi300x", "amd-mi325x"}),
        ("GB200/GB300", {"nvidia-gb200", "nvidia-gb300"}),
    ],
)
def test_a_list_is_all_that_it_names(text: str, keys: set[str]) -> None:
    match = resolve(text, CATALOGUE)
    assert (match.kind, {chip.key for chip in match.chips}) == ("variants", keys)


@pytest.mark.parametrize("text", ["GB300 or equivalent", "H100 and something", "B200 + B400", "100 x", "8-GPU"])
def test_a_list_with_a_part_that_names_nothing_is_unknown(text: str) -> None:
    assert resolve(text, CATALOGUE).kind == "unknown"


def test_a_vendor_or_an_architecture_is_a_family() -> None:
    assert {chip.vendor for chip in resolve("Nvidia GPUs", CATALOGUE).chips} == {"NVIDIA"}
    assert {chip.architecture for chip in resolve("Nvidia Hopper", CATALOGUE).chips} == {"Hopper"}
    assert resolve("Nvidia Hopper", CATALOGUE).kind == "family"


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("Nvidia GPUs, model not stated", "family", 31), ("Nvidia chips (type undisclosed)", "family", 31),
        ("unspecified AMD GPUs", "family", 7), ("Nvidia H100, variant not stated", "variants", 3),
        ("Nvidia Blackwell, exact model not disclosed", "family", 10), ("chips, model not stated", "unknown", 49),
    ],
)  # fmt: skip
def test_words_that_no_more_is_stated_leave_the_maker(text: str, kind: str, count: int) -> None:
    match = resolve(text, CATALOGUE)
    assert (match.kind, len(match.chips)) == (kind, count)


@pytest.mark.parametrize(
    "text", [None, "", "unknown", "TBD", "foo", "H20 141GB", "AMD H100", "MI300", "Ascend 910", "H1000", "H100e", "GH200"]
)
def test_what_fits_no_chip_is_unknown(text: str | None) -> None:
    match = resolve(text, CATALOGUE)
    assert (match.kind, len(match.chips)) == ("unknown", 49)


def test_nearest_names_are_offered() -> None:
    assert nearest("H20 141GB", CATALOGUE.chips)[0] in {"H20 96GB", "H200 SXM 141GB", "H200 NVL 141GB"}
    assert nearest("zzz", CATALOGUE.chips) == ()
