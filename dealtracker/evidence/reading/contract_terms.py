"""How long a lease or another contract for the capacity runs: "leased to X for five years", 租给X，期限四年.

Such a term stands in a sentence, or behind the last word for it, that speaks of use or of a lease and of no loan.
"""

from __future__ import annotations

import re

from dealtracker.evidence.reading.document import Sentence
from dealtracker.evidence.reading.durations import Duration

_USE = re.compile(
    r"\b(?:leas(?:e|es|ed|ing)\b|rent(?:s|ed|ing|al)?\b|let to|tenan\w+|offtak\w+|contracted|take-or-pay|used by|user\b|will use|would use|(?:cloud|capacity|colocation|service) (?:contract|agreement|deal)|"
    r"locat\w*|affitt\w*|noleggi\w*|utilizzat\w*|userà|contratto (?:di|d')\s?(?:locazione|affitto|servizi|fornitura)|"
    r"alquil\w*|arrend\w*|inquilin\w*|utiliza\w*|usuari\w*|usará\w*|usaría\w*|"
    r"miet\w*|vermiet\w*|angemietet|gemietet|verpacht\w*|nutz(?:en|t|er\w*|ung)|genutzt|abnahmevertr\w*|"
    r"lou(?:é\w{0,2}|er|era\w*|e|ent)\b|bail\b|locataire\w*|utilis\w*|"
    r"alug\w*|usuári\w*|utilizador\w*|locatári\w*|"
    r"аренд\w*|пользова\w*)|"
    r"賃貸|賃借|貸し出|利用契約|利用する|利用者|租给|租給|租赁|租賃|租用|出租|承租|使用|임대|임차|빌려(?!\s?[주준])|이용|사용"
)
_LENT = re.compile(
    r"(?<![\w])(?:loan|credit|facility|notes|debt|prestit|finanziament|préstamo|crédito|kredit|darlehen|anleihe|prêt|emprunt|empréstimo|financiamento|кредит|заем|займ)|貸付|融資|ローン|贷款|貸款|融资|대출|융자|차입|만기|満期|償還"
)
SHORTEST = 12  # months; what is shorter tells a delay rather than a contract
_REACH = 90  # characters from the word of use to the years


def is_of_use(sentence: Sentence, duration: Duration) -> bool:
    """Whether a duration behind a word for use or a lease is that contract's: no word for a loan stands between."""
    low = max(sentence.start, duration.start - _REACH)
    told = list(_USE.finditer(sentence.folded, low, duration.start))
    after = _USE.search(sentence.folded, duration.end, min(sentence.end, duration.end + 24))
    if told:
        return not _LENT.search(sentence.folded, told[-1].start(), min(sentence.end, duration.end + 12))
    return bool(after) and not _LENT.search(sentence.folded, low, after.end() if after else 0)
