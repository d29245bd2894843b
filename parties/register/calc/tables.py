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
    "kgaa": "kgaa, ag and co kgaa, se and co kgaa, gmbh and co kgaa",
    "kg": "kg, kommanditgesellschaft", "ug": "ug, unternehmergesellschaft",
    "se": "se",
    "sa": "sa, s a, societe anonyme, sociedad anonima, sociedade anonima, spolka akcyjna",
    "sas": "sas, s a s, sasu, societe par actions simplifiee", "sca": "sca", "snc": "snc", "eurl": "eurl",
    "sarl": "sarl, s a r l, sarl sa, societe a responsabilite limitee",
    "spa": "spa, s p a, societa per azioni",
    "srl": "srl, s r l, societa a responsabilita limitata, sociedad de responsabilidad limitada",
    "sl": "sl, s l, slu, sociedad limitada",
    "sgr": "sgr",
    "bv": "bv, b v, besloten vennootschap", "bvba": "bvba",
    "nv": "nv, n v, naamloze vennootschap",
    "ab": "ab, ab publ, aktiebolag",
    "as": "as, a s, asa, aksjeselskap, allmennaksjeselskap, aktieselskab, akciova spolecnost",
    "aps": "aps, anpartsselskab", "ehf": "ehf, hf",
    "oy": "oy, oyj, oy ab, osakeyhtio, julkinen osakeyhtio",
    "ou": "ou, osauhing", "uab": "uab, uzdaroji akcine bendrove", "sia": "sia",
    "kft": "kft, korlatolt felelossegu tarsasag", "zrt": "zrt, nyrt, zartkoruen mukodo reszvenytarsasag, nyilvanosan mukodo reszvenytarsasag",
    "doo": "doo, d o o", "eood": "eood, ood", "ead": "ead",
    "ae": "ae, αε, ανωνυμη εταιρεια",
    "sro": "sro, s r o, spol s r o, spolecnost s rucenim omezenym",
    "sp z oo": "sp z o o, sp zoo, spolka z o o, spolka z ograniczona odpowiedzialnoscia",
    "sa de cv": "sa de cv, s a de c v, sapi de cv",
    "s de rl": "s de rl, s de rl de cv",
    "ltda": "ltda, limitada, lda, sociedade limitada",
    "pt": "pt, perseroan terbatas", "tbk": "tbk",
    "bhd": "bhd, berhad", "sdn bhd": "sdn bhd, sendirian berhad",
    "pcl": "pcl, public company limited",
    "cong ty co phan": "cong ty co phan, cong ty cp", "cong ty tnhh": "cong ty tnhh, cong ty trach nhiem huu han",
    "kk": "kk, k k, kabushiki kaisha, 株式会社, 株式會社, 株", "yk": "yk, 有限会社",
    "gk": "gk, godo kaisha, 合同会社",
    "kor co": "주식회사, 유한회사, 유한책임회사, 주, 유",
    "cn ltd": "有限公司, 有限责任公司, 股份有限公司, 集团有限公司, 集团股份有限公司", "cn lp": "有限合伙",
    "jsc": "jsc, pjsc, ojsc, cjsc, joint stock company, public joint stock company, open joint stock company,"
    " closed joint stock company, ooo, oao, pao, zao, ao, ао, ооо, оао, пао, зао, акционерное общество,"
    " публичное акционерное общество, открытое акционерное общество, закрытое акционерное общество,"
    " общество с ограниченнои ответственностью, товарищество с ограниченнои ответственностью,"
    " товариство з обмеженою відповідальністю, тов, прат, тоо",
    "fgup": "fgup, federal state unitary enterprise, фгуп, федеральное государственное унитарное предприятие,"
    " gup, state unitary enterprise, гуп, государственное унитарное предприятие",
    "fzco": "fzco, fze, fz llc, fzc, dmcc, free zone company, free zone establishment",
    "wll": "wll, w l l", "qpsc": "qpsc, q p s c", "saog": "saog", "bsc": "bsc, bsc c",
    "as tr": "a s tr, anonim sirketi", "ltd sti": "ltd sti, limited sirketi",
}  # fmt: skip
LEGAL_FORMS: dict[str, str] = {
    spelling.strip(): form for form, spellings in _FORMS.items() for spelling in spellings.split(",")
}
# Forms that some languages write in front of the name; as a word of their own, in brackets or not.
_IN_FRONT = """
pt, perseroan terbatas, ооо, оао, пао, зао, ао, ooo, oao, pao, zao, ao, jsc, pjsc, ojsc, cjsc, llc, limited liability company, joint stock company,
public joint stock company, open joint stock company, closed joint stock company, акционерное общество, публичное акционерное общество,
открытое акционерное общество, закрытое акционерное общество, общество с ограниченнои ответственностью,
товарищество с ограниченнои ответственностью, товариство з обмеженою відповідальністю, тов, прат, тоо, fgup, фгуп, gup, гуп,
federal state unitary enterprise, state unitary enterprise, федеральное государственное унитарное предприятие,
государственное унитарное предприятие, akciova spolecnost, spolka akcyjna, osakeyhtio, uab, sia, cong ty co phan, cong ty cp, cong ty tnhh,
cong ty trach nhiem huu han, 株, 주, 유
"""
LEADING_FORMS = frozenset(form.strip() for form in _IN_FRONT.split(","))

# Words that initials leave out.
SMALL = frozenset({"and", "of", "the", "for", "de", "la", "le", "du", "der", "die", "das", "y", "e"})

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
