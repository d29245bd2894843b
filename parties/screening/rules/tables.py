"""Tables of the comparison: weights, words that tell nothing, letters that look or sound alike."""
from __future__ import annotations

# A change of these tables or of the code that reads them is a new version: everybody is compared again, and a migration
# computes anew what entries are looked up by.
VERSION = "5"
# Candidates are pairs from here on; the score is of the match of two names, from 0 to 1.
THRESHOLD = 800

# What two names may have in common; the strongest one is the base of the score, in thousandths.
BASES = {
    "identifier": (1000, "the same identifier"),
    "equal": (980, "equal names, case, punctuation and legal form put aside"),
    "joined": (960, "equal names but for spaces"),
    "reordered": (950, "the same words in another order"),
    "look_alike": (930, "equal once letters that look alike are read as Latin"),
    "transliterated": (900, "equal once written in Latin letters"),
    "near": (940, "similar names: the share of letters in common order, of the whole and of its telling words, at most this"),
    "contained": (820, "all words of one name are in the other"),
    "acronym": (800, "one name is the initials of the other"),
}
# What speaks for or against it, added to the base.
ADJUSTMENTS = {
    "same_form": (10, "the same legal form"),
    "same_country": (20, "a country in common"),
    "other_form": (-40, "another legal form"),
    "other_country": (-60, "no country in common"),
    "weak_alias": (-50, "an alias that the list itself calls weak"),
    "odd_word": (-120, "each name has a telling word that the other lacks"),
    "other_number": (-180, "the names differ in a number"),
    "other_place": (-180, "the names differ in a place or direction"),
    "other_identifier": (-150, "another identifier of the same kind"),
    "other_kind": (-200, "one is a person, vessel or aircraft, the other is not"),
}
# The most that ADJUSTMENTS can add: below THRESHOLD minus this no pair can become a candidate.
MOST_ADDED = sum(points for points, _ in ADJUSTMENTS.values() if points > 0)
LEAST_NEAR = THRESHOLD - MOST_ADDED

# Words that many names have; one of these alone does not make two names the same or different.
GENERIC = frozenset(
    """
    ai and bank capital center centre china company compute computing construction consulting corporation data de
    development digital electric electronic electronics energy engineering enterprise enterprises equipment finance
    financial for foundation fund general global group heavy holding holdings import export industrial industries industry
    information institute international invest investment investments limited logistics machinery management manufacturing
    marine national network networks new of oil partners petroleum power private product products research science
    semiconductor service services shipping solutions system systems tech technical technologies technology telecom telekom the
    trade trading transport university ventures 公司 集团 科技 技术 国际 中国 信息 电子 银行 投资 控股 研究所 大学
    """.split()
)

# Cyrillic and Greek letters that look like Latin ones (Unicode confusables, small or capital).
LOOK_ALIKES = str.maketrans(
    "асеорхуіјѕԁһԛԝкмтнвгαβεζηικμνορτυχγωѵӏ",
    "aceopxyijsdhqwkmthbrabezhikmnoptuxywvl",
)

# Which of its regimes a list puts somebody under, by words that its own source or programme uses (casefolded).
# "blocked" counts under OFAC's 50 Percent Rule; "affiliates" under the BIS Affiliates Rule.
REGIMES = {
    "blocked": ("specially designated nationals", "(sdn)", "us_ofac_sdn", "us ofac sdn", "us-ofac-sdn"),
    "affiliates": (
        "entity list", "military end user", "(el) -", "(meu)", "us_bis_entity", "us-bis-el", "us-bis-meu",
    ),
}  # fmt: skip
