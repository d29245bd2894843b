"""Tables that `calc` reads: legal forms, letters that fold, scripts."""

from __future__ import annotations

# canonical form: spellings, folded (lower case, without points; "&" is "and").
_FORMS = {
    "inc": "inc, incorporated",
    "corp": "corp, corporation",
    "co": "co, company",
    "ltd": "ltd, limited, co ltd, company limited, co limited",
    "pte ltd": "pte ltd, pte limited, private limited, pvt ltd, pvt limited, pte",
    "pty ltd": "pty ltd, pty limited, proprietary limited",
    "llc": "llc, l l c, limited liability company",
    "lp": "lp, l p, limited partnership",
    "llp": "llp, limited liability partnership",
    "plc": "plc, public limited company",
    "gmbh": "gmbh, gesellschaft mit beschrankter haftung, mbh, ggmbh",
    "gmbh and co kg": "gmbh and co kg",
    "ag": "ag, aktiengesellschaft",
    "kg": "kg", "ug": "ug",
    "se": "se",
    "sa": "sa, s a, societe anonyme, sociedad anonima",
    "sas": "sas, s a s",
    "sarl": "sarl, s a r l, sarl sa",
    "spa": "spa, s p a, societa per azioni",
    "srl": "srl, s r l",
    "sl": "sl, s l, slu",
    "sgr": "sgr",
    "bv": "bv, b v",
    "nv": "nv, n v",
    "ab": "ab, ab publ, aktiebolag",
    "as": "as, a s, asa, aksjeselskap",
    "aps": "aps",
    "oy": "oy, oyj, oy ab",
    "kft": "kft", "zrt": "zrt",
    "sro": "sro, s r o",
    "sp z oo": "sp z o o, sp zoo, spolka z o o",
    "sa de cv": "sa de cv, s a de c v, sapi de cv",
    "ltda": "ltda, limitada",
    "pt": "pt", "tbk": "tbk",
    "bhd": "bhd, berhad", "sdn bhd": "sdn bhd, sendirian berhad",
    "kk": "kk, k k, kabushiki kaisha, 株式会社, 株式會社, (株), 株",
    "gk": "gk, godo kaisha, 合同会社",
    "kor co": "주식회사, 유한회사",
    "cn ltd": "有限公司, 有限责任公司, 股份有限公司, 集团有限公司",
    "jsc": "jsc, pjsc, ojsc, ooo, oao, pao, ао, ооо, оао, пао, зао",
    "fzco": "fzco, fze, fz llc, dmcc",
    "wll": "wll, w l l",
    "as tr": "a s tr, anonim sirketi",
}  # fmt: skip
LEGAL_FORMS: dict[str, str] = {
    spelling.strip(): form for form, spellings in _FORMS.items() for spelling in spellings.split(",")
}
LEADING_FORMS = frozenset({"pt", "ооо", "оао", "пао", "зао", "ао"})

# Letters whose decomposition does not give their plain form.
LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ё": "е"}
)

# (first, last, ISO 15924 code); the first range that holds a letter decides.
SCRIPTS = (
    ("A", "z", "Latn"), ("\u00aa", "\u024f", "Latn"), ("\u1e00", "\u1eff", "Latn"), ("\uff21", "\uff5a", "Latn"),
    ("\u0370", "\u03ff", "Grek"), ("\u1f00", "\u1fff", "Grek"), ("\u0400", "\u052f", "Cyrl"),
    ("\u0530", "\u058f", "Armn"), ("\u0590", "\u05ff", "Hebr"), ("\u0600", "\u077f", "Arab"),
    ("\u0900", "\u097f", "Deva"), ("\u0980", "\u09ff", "Beng"), ("\u0b80", "\u0bff", "Taml"),
    ("\u0e00", "\u0e7f", "Thai"), ("\u10a0", "\u10ff", "Geor"), ("\u1100", "\u11ff", "Hang"),
    ("\u3040", "\u30ff", "Kana"), ("\u31f0", "\u31ff", "Kana"), ("\uff66", "\uff9f", "Kana"),
    ("\u3130", "\u318f", "Hang"), ("\uac00", "\ud7a3", "Hang"), ("\u3400", "\u4dbf", "Hani"),
    ("\u4e00", "\u9fff", "Hani"), ("\uf900", "\ufaff", "Hani"), ("\U00020000", "\U0003134f", "Hani"),
)  # fmt: skip
