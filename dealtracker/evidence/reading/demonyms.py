"""Adjectives of nationality: they have a capital and are never a party ("Finnish", "Schwedische", "Finlandesa")."""

from __future__ import annotations

import re

_ENGLISH = frozenset(
    """afghan albanian algerian american andean angolan arab arabian argentine argentinian armenian asian australian austrian azerbaijani bahraini baltic bangladeshi belarusian
    belgian bolivian bosnian botswanan brazilian british bulgarian cambodian cameroonian canadian caribbean chilean chinese colombian congolese costa croatian cuban cypriot czech
    danish dominican dutch ecuadorian egyptian emirati english estonian ethiopian european filipino finnish french gabonese georgian german ghanaian greek guatemalan gulf hungarian
    icelandic indian indonesian iranian iraqi irish israeli italian ivorian jamaican japanese jordanian kazakh kenyan korean kosovan kuwaiti kyrgyz lao laotian latvian lebanese
    libyan lithuanian luxembourgish macedonian malaysian maltese mauritian mexican moldovan mongolian montenegrin moroccan mozambican namibian nepalese nepali nigerian nordic
    norwegian omani pakistani panamanian paraguayan persian peruvian philippine polish portuguese qatari romanian russian rwandan saudi scandinavian scottish senegalese serbian
    singaporean slovak slovakian slovene slovenian spanish sudanese swedish swiss syrian taiwanese tajik tanzanian thai tunisian turkish turkmen ugandan ukrainian uruguayan
    uzbek venezuelan vietnamese welsh western yemeni zambian zimbabwean""".split()
)
_GERMAN = re.compile(
    r"[a-zäöüß]{4,20}isch(?:e[nmrs]?)?|deutsche[nmrs]?|schweizer(?:ische[nmrs]?)?|us-amerikanische[nmrs]?"
)
_ROMANCE = re.compile(
    r"(?:finland|island|irland|oland|holand|neerland|norvég|noruegu|norvegu|portugu|frances|franc|ingl|angl|japon|chin|cin|giappon|finland|danim|ungher|tail?and|malais|senegal|libane)(?:es[ei]?|[eé]sa?s?|[ao]is(?:e?s?))"
    r"|(?:itali|australi|austri|brasili|coré|core|indi|canadi|norvegi|americ|statunit|alem|mexic|peru|colombi|venezol|chil|argent|bras|sui|sué|sve|sver|dan|alle|holl|hung|ungh|rum|polon|pol)"
    r"(?:an[oai]?s?|ens[ei]|iens?|iennes?|ains?|aines?|ão|ãs?|ães|en[oa]s?|ileir[oa]s?|iliens?|iliennes?|in[oai]s?|zer[oaie]s?|zzer[oaie]|des[ei]|eses?|esa|dois|doises?|mand[es]{0,2}|landais[es]{0,2}|aises?|lacc[oaie]|ac[oa]s?)"
)
_PATTERNS = {"de": _GERMAN, "it": _ROMANCE, "es": _ROMANCE, "fr": _ROMANCE, "pt": _ROMANCE}


def is_demonym(word: str, language: str) -> bool:
    """Whether `word`, in lower case, says of which country something is; `language` is the text's."""
    pattern = _PATTERNS.get(language)
    return word in _ENGLISH or bool(pattern and pattern.fullmatch(word))
