"""Which chip a text means: "NVIDIA H100 SXM", "rtx4090d" and "昇腾910B" are chips, "Blackwell" is a family."""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from deals.hardware.calc.chip import Catalogue, Chip

# A name that says that nothing is known.
UNKNOWN_WORDS = frozenset(
    {"", "unknown", "not known", "undisclosed", "not disclosed", "unspecified", "unsaid", "not stated", "undetermined"}
    | {"to be determined", "tbd", "tba", "n/a", "?", "-", "null"}
)
_SYNONYMS = {
    "pci-e": " pcie ",
    "pci express": " pcie ",
    "昇腾": " ascend ",
    "昇騰": " ascend ",
    "英伟达": " nvidia ",
    "輝達": " nvidia ",
    "华为": " huawei ",
    "華為": " huawei ",
}
_VENDOR_WORDS = {
    "NVIDIA": frozenset({"nvidia", "geforce", "rtx", "tesla", "tensor", "core"}),
    "AMD": frozenset({"amd", "instinct", "radeon"}),
    "Intel": frozenset({"intel", "habana"}),
    "Google": frozenset({"google", "tpu", "cloud"}),
    "Huawei": frozenset({"huawei", "ascend", "hisilicon"}),
    "AWS": frozenset({"aws", "amazon"}),
}
_NOISE = frozenset(
    {"gpu", "gpus", "chip", "chips", "accelerator", "accelerators", "card", "cards", "ai", "graphics"}
    | {"system", "systems", "server", "servers", "rack", "racks", "node", "nodes"}
    | {"platform", "platforms", "cluster", "clusters", "superpod", "superpods", "module", "modules", "board", "boards"}
)
# "Nvidia GPUs, model not stated" says the maker, and that no more is said.
_UNSTATED = re.compile(
    r"\b(?:exact |specific )?(?:models?|types?|kinds?|variants?|versions?)(?: is| was| are)? "
    r"(?:(?:not|never) (?:yet )?(?:stated|known|disclosed|specified|named|given|reported)"
    r"|un(?:known|stated|disclosed|specified|named))\b"
    r"|\b(?:unspecified|undisclosed|unnamed|unknown)(?: (?:models?|types?|kinds?|variants?|versions?))?\b",
    re.IGNORECASE,
)
# "10,000 H100 GPUs", "8x H100", "HGX H100 8-GPU", "H100s": how many, not which.
_COUNTS = re.compile(
    r"^\s*\d[\d,.]*(?:\s*[x×*]\s*|\s+)(?=[a-z])|(?<!\w)[x×*]\s*\d+\s*$|\b\d+[\s-]*gpus?\b|(?<=\d|x)['’]?s\b",
    re.IGNORECASE,
)
LISTED = re.compile(r"[;,/+&、；，]|\b(?:and|or)\b", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z]+|\d+", re.ASCII)


@dataclass(frozen=True)
class NameMatch:
    """What a text means: `kind` is chip (one), variants (several of one name, or a list), family (a vendor's), unknown.

    `chips` holds the one, the variants or the family; for unknown it is the whole catalogue: any of them may be meant.
    """

    kind: str
    chips: tuple[Chip, ...]
    text: str


@lru_cache(maxsize=4096)
def tokens(text: str) -> frozenset[str]:
    """Runs of letters and of digits, without case and punctuation, so that "H100SXM5" is "H100 SXM5"."""
    plain_text = unicodedata.normalize("NFKC", text).casefold()
    for word, meaning in _SYNONYMS.items():
        plain_text = plain_text.replace(word, meaning)
    return frozenset(_TOKEN.findall(plain_text))


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """Letters and digits alone, without case: how two spellings of one full name are the same."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def resolve(text: str | None, catalogue: Catalogue) -> NameMatch:
    """The chips a text may mean. Never guesses: a word that fits no chip of the catalogue makes the text unknown."""
    said = "" if text is None else text.strip()
    if said.casefold() in UNKNOWN_WORDS:
        return NameMatch("unknown", catalogue.chips, said)
    if found := _named(said, catalogue) or _listed(said, catalogue):
        return NameMatch("chip" if len(found) == 1 else "variants", found, said)
    words = _words(said)
    if words and (family := [chip for chip in catalogue.chips if words <= _family_words(chip)]):
        return NameMatch("family", tuple(family), said)
    return NameMatch("unknown", catalogue.chips, said)


def _named(text: str, catalogue: Catalogue) -> tuple[Chip, ...]:
    """The chips of one name: by its whole spelling, else by its words, else by its words without a count."""
    if exact := [chip for chip in catalogue.chips if squeezed(text) in _full_names(chip)]:
        return tuple(exact)
    for words in (_words(text), _words(_COUNTS.sub(" ", text))):
        if found := tuple(chip for chip in catalogue.chips if _means(words, chip)):
            return found
    return ()


def _listed(text: str, catalogue: Catalogue) -> tuple[Chip, ...]:
    """All chips of a list such as "H100 and H200"; none when any part of it names no chip."""
    parts = [_named(part, catalogue) for part in LISTED.split(text)]
    return tuple({chip.key: chip for part in parts for chip in part}.values()) if all(parts) else ()


def _words(text: str) -> frozenset[str]:
    return tokens(_UNSTATED.sub(" ", text)) - _NOISE


def _means(words: frozenset[str], chip: Chip) -> bool:
    allowed = chip.naming.may_say | _family_words(chip)
    return any(set(core) <= words <= allowed.union(core) for core in chip.naming.any_of)


def _full_names(chip: Chip) -> set[str]:
    return {squeezed(chip.key), squeezed(chip.name), squeezed(chip.vendor + chip.name)}


def _family_words(chip: Chip) -> frozenset[str]:
    architecture = frozenset(word for word in tokens(chip.architecture) if not word.isdigit())
    return _VENDOR_WORDS.get(chip.vendor, frozenset()) | architecture | tokens(chip.vendor)


def nearest(text: str, chips: Iterable[Chip], count: int = 3) -> tuple[str, ...]:
    """Names that share most with a text, for an answer such as "did you mean"; not used to decide."""
    words = tokens(text)
    scored = sorted(((len(words & tokens(chip.name)), chip.name) for chip in chips), key=lambda pair: -pair[0])
    return tuple(name for score, name in scored[:count] if score)
