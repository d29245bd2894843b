"""Country codes as they are entered: ISO 3166-1 alpha-2, or unknown."""
from __future__ import annotations

# ISO 3166-1 alpha-2, and XK (user-assigned, Kosovo).
CODES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA
    CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA
    GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
    KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS
    MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS
    RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW
    TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
    """.split()
)
UNKNOWN_WORDS = frozenset({"", "unknown", "not known", "undisclosed", "unspecified", "not stated", "?", "n/a", "null"})
_OFTEN_MEANT = {"UK": "GB", "EL": "GR", "CHN": "CN", "USA": "US", "JPN": "JP", "UAE": "AE", "PRC": "CN", "ROK": "KR"}


class CountryError(ValueError):
    """A text that is no country code."""


def read_country(value: object) -> str | None:
    """A code in capitals, None for null or a word that says unknown; raises CountryError."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise CountryError(f"must be a country code in text, not {type(value).__name__}")
    text = value.strip()
    if text.casefold() in UNKNOWN_WORDS:
        return None
    code = text.upper()
    if code in CODES and text.isascii():
        return code
    meant = f"; did you mean {_OFTEN_MEANT[code]}" if code in _OFTEN_MEANT else ""
    raise CountryError(f'"{text[:40]}" is not an ISO 3166-1 code of two letters{meant}')
