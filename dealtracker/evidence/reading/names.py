"""Parties that no gazetteer knows: found by legal form, apposition, spelling, or a foreign script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.demonyms import is_demonym
from dealtracker.evidence.reading.document import Mention
from dealtracker.evidence.reading.folding import fold
from dealtracker.evidence.reading.vocabulary.shape import Vocabulary

_UP = r"A-ZÀ-ÖØ-ÞĀĒĪŌŪ"
_TOKEN = (
    rf"(?:[{_UP}][\w'’&+-]{{0,30}}(?:\.(?:ai|io|com|AI))?|[a-z]{{1,2}}[A-Z]\w{{1,20}}|\d{{1,2}}[A-Z][a-z]\w{{1,20}})"
)
_SEQUENCE = re.compile(
    rf"(?<![\w@/]){_TOKEN}(?:[ \u00a0\n](?:&\s)?(?:S\.p\.A\.|S\.A\.(?:S\.)?|S\.r\.l\.|N\.V\.|L\.P\.|{_TOKEN})){{0,5}}"
)
_SUFFIX = re.compile(
    r"(?:^|\s|\.)(?:inc|corp|corporation|ltd|limited|llc|plc|gmbh|ag|se|sa|s\.a|spa|s\.p\.a|s\.r\.l|srl|nv|n\.v|bv|ab|asa|oyj?|kk|co|company|bhd|pte|sdn|lp|llp|"
    r"holdings?|group|gruppe|capital|partners|bank|banco|banca|banque|technolog(?:y|ies)|tecnolog[ií]as?|systems?|cloud|compute|computing|networks?|energy|data|"
    r"infrastructure|ventures|labs|ai|digital|financial|finance|credit|securities|management|investments?|telecom|mining|semiconductors?|centers|centres|"
    r"infra|robotics|software|hyperscale|datacenters?|asset|neocloud|grid)\.?$"
)
_CAMEL = re.compile(
    r"^(?:[A-Z][a-z]{2,}[A-Z]\w*|[a-z]{1,2}[A-Z]\w{2,}|[A-Z][a-z]*[0-9]{1,3}[A-Za-z]*|[0-9][A-Z][a-z]\w+)$"
)
_LEGAL = re.compile(
    r"[,\s]+(?:inc|corp|corporation|ltd|limited|llc|plc|gmbh|ag|se|sa|s\.a|spa|s\.p\.a|s\.r\.l|srl|nv|n\.v|bv|kk|co|company|bhd|pte|sdn|lp|llp)\.?$",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r",?\s(?:Inc|Corp|Ltd|LLC|PLC|plc|GmbH|AG|SE|Pte|Sdn|Bhd|S\.A|SA|S\.p\.A|SpA|S\.r\.l|LP|L\.P|Co)\b\.?"
)
_NOT_PARTIES = frozenset(
    """gpu gpus ai ki ia ia's ceo cfo cto coo llm llms usd eur gbp jpy cny sgd api hbm it dc us usa uk eu uae sofr euribor sonia tona hibor tibor libor sora ltv dscr oid
    ebitda mw gw kwh esg ipo spv abs cmbs etf gdp mou loi q1 q2 q3 q4 fy reit nvl gb tb rtx hgx dgx nvlink cuda tpu tpus cpu cpus pdf tel fax http https www com url am pm gmt utc
    we they lenders banks bankers borrower lender sponsor facility senior amount margin security purpose fees treasury people sources officials analysts our you he she
    saudi emirati qatari swiss dutch norwegian swedish polish turkish thai vietnamese indonesian taiwanese african mexican
    american chinese japanese korean singaporean malaysian indian british german french italian spanish russian armenian australian canadian european asian western brazilian
    the in on at by for from with and but a an this that these those it its their as while although however meanwhile when if no not according under after before since both all
    il lo la i gli le un una nel nella per con da dal della di del sia si el los las en un una por para con según les des du au aux dans pour avec selon der die das den dem ein eine im
    und mit für von nach bei zu o os as um uma em na no por para com segundo ddtl mm bps bp abend""".split()
)
_BANKS = frozenset("bank banca banco banque".split())  # with a capital these begin a name: "Banca Adige"
_COMPANY_WORDS = frozenset("ai it dc se".split())
_GENERIC_UNIT = re.compile(r"(?:GPU|NPU|TPU|CPU|HBM|MW|GW|AI|IA|KI)s?[-x]?\d{1,7}$", re.IGNORECASE)  # "GPU4000" before a counter
_FOREIGN = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z][A-Za-z0-9&.'+-]{2,24}|[A-Z]{1}[a-z]{1,}|[A-Z]{3,8}\d{0,3}|x[A-Z]{2})(?:\s(?:[A-Z][A-Za-z0-9&.'+-]{1,24}|AI|&)){0,5}"
)
_JA_WEAK = re.compile(r"(?<![ァ-ヶー・])([ァ-ヶー・]{3,16}(?:[一-龥]{2,4})?)(?=は|が)")
_JA_COMMON = re.compile(
    r"ユーザー|エンジニア|メンバー|スタッフ|グループ会社|パートナー|テナント|データ|センター|サーバ|チップ|ローン|プロジェクト|ファンド|クレジット|メーカー|コメント|アナリスト|ドル|スタートアップ|プラットフォーム|アプリ"
)
_QUOTED_RU = re.compile(r"«([А-ЯЁA-Z][^»«\n]{1,40})»")
_QUOTED_EAST = re.compile(r"[「『“\"《]([^」』”\"》\n]{2,14})[」』”\"》]")
_JA = re.compile(
    r"株式会社([ァ-ヶー一-龥A-Za-z0-9・]{2,16})|([ァ-ヶー一-龥A-Za-z0-9・]{2,16}?)株式会社|([ァ-ヶー・]{3,18}(?:AI|銀行|キャピタル|グループ|ホールディングス|テクノロジーズ?|クラウド|証券|データ|デジタル|パートナーズ|コンピュート|エナジー|社))|([一-龥]{2,5}(?:銀行|証券|信託))"
)
_ZH_CUT = "的是和与與向由在为為对對及从從给給了将將被据據称稱家该該这這那以并並但而等、，。；：“”「」（）《》\\s"
_ZH = re.compile(
    rf"(?<![A-Za-z])[^{_ZH_CUT}A-Za-z0-9%]{{2,7}}(?:科技|集团|集團|银行|銀行|资本|資本|控股|证券|證券|股份|智能|云|雲)(?:有限)?(?:公司)?"
)
_ZH_KIND = re.compile(r".{0,5}(?:公司|企业|企業|运营商|運營商|厂商|廠商|平台)(?=.{3})")  # "某云计算公司" before the name
_KO = re.compile(
    r"(?<![가-힣A-Za-z])(?:(?:주식회사\s?|㈜)([가-힣A-Za-z0-9]{2,12})|([가-힣A-Za-z0-9]{2,10}(?:은행|캐피탈|증권|그룹|홀딩스|테크놀로지스?|클라우드|데이터센터스|파트너스|컴퓨트|AI)))(?=[은는이가을를의에와과도측로,.\s)]|$)"
)
_GENERIC = re.compile(
    r"^(?:多家|几家|數家|数家|一家|国有|外资|大型|当地|本地|地方|私募|投资|投資|商业|商業|人工智能|人工智慧|云计算|美国|美國|中国|中國|日本|全球|西方|国际|國際|主要|其他|多间|部分|高级|高級|数据|相关|科技|初创|"
    r"海外|外国|複数|大手|地方|民間|国内|邦銀|新興|主要|投資|商業|中央|시중|국내|외국|해외|글로벌|대형|투자|주요|여러|복수|상업|생성|국책|사모|지방|중앙|저축|일본|미국|중국|다른|서방)"
)


def unknown_names(text: str, span: Span, words: Vocabulary) -> Iterator[tuple[Mention, bool]]:
    """Names in text[span] with whether they are surely a party (True) or may be one when a verb says so (False)."""
    if words.code in ("ja", "zh", "ko", "ru"):
        yield from _foreign(text, span, words)
        yield from _native(text, span, words)
    else:
        yield from _latin(text, span, words)


def _latin(text: str, span: Span, words: Vocabulary) -> Iterator[tuple[Mention, bool]]:
    for match in _SEQUENCE.finditer(text, span.start, span.end):
        start, end = _trimmed(text, match.start(), match.end(), words)
        if start >= end or (name := text[start:end]).lower() in _NOT_PARTIES or len(name) < 2 or _GENERIC_UNIT.match(name):
            continue
        if tail := _TRAIL.match(text, end):
            end = tail.end()
        elif text[end : end + 1] == "." and text[start:end].rsplit(" ", 1)[-1] in ("Inc", "Corp", "Co", "Ltd", "Bhd"):
            end += 1
        sure = _sure(text, start, end, words)
        if (
            sure or words.code != "de" or " " in text[start:end] or start == span.start
        ):  # every German noun has a capital
            yield _mention(text, start, end), sure


def _trimmed(text: str, start: int, end: int, words: Vocabulary) -> tuple[int, int]:
    """Without small words and nouns at the front ("The", "Betreiber") and possessives at the end."""
    small = _small_words(words)
    while start < end:
        first = text[start:end].split(None, 1)[0]
        plain = fold(first).rstrip("'.")
        rest = len(first) < end - start
        noun = words.compiled["appositions"].pattern.fullmatch(plain) and rest and plain not in _BANKS
        if plain not in small and not noun and not (is_demonym(plain, words.code) and not _is_long_name(text[start:end])):
            break
        if len(first) == end - start:
            return end, end
        start += len(first) + 1
    for tail in ("'s", "’s", "'", "’", "-"):
        if text[start:end].endswith(tail):
            end -= len(tail)
    return start, end


@lru_cache(maxsize=16)
def _small_words(words: Vocabulary) -> frozenset[str]:
    return _NOT_PARTIES - _COMPANY_WORDS | frozenset(words.common.split())


def _sure(text: str, start: int, end: int, words: Vocabulary) -> bool:
    name = text[start:end]
    tokens = name.split()
    if len(tokens) > 1 and _SUFFIX.search(name.lower()):
        return True
    if any(_CAMEL.match(token) for token in tokens):
        return True
    before = fold(text[max(0, start - 40) : start]).rstrip("\"'«“ ")
    return any(hit.end == len(before) for hit in words.compiled["appositions"].spans(before))


def _is_long_name(name: str) -> bool:
    """Whether a name of two words or more needs its first word: "American Express", but not "Finnish Kallio Oy"."""
    return len(name.split()) == 2 and not _SUFFIX.search(name.lower()) and not name.split()[1].isupper()


def _mention(text: str, start: int, end: int) -> Mention:
    written = " ".join(text[start:end].split())
    return Mention(
        start,
        end,
        written,
        written,
        "bank" if re.search(r"(?i)bank|banco|banque|银行|銀行|은행|банк", written) else "unknown",
        known=False,
    )


def _foreign(text: str, span: Span, words: Vocabulary) -> Iterator[tuple[Mention, bool]]:
    """Latin names inside Cyrillic, Han, kana or hangul text."""
    for match in _FOREIGN.finditer(text, span.start, span.end):
        tokens = match[0].rstrip(".-'").split()
        if all(token.lower() in _NOT_PARTIES or _GENERIC_UNIT.match(token) for token in tokens):
            continue
        yield (
            _mention(text, match.start(), match.start() + len(match[0].rstrip(".-'"))),
            len(match[0]) > 3 or len(tokens) > 1,
        )


def _native(text: str, span: Span, words: Vocabulary) -> Iterator[tuple[Mention, bool]]:
    for pattern, sure in {
        "ja": ((_JA, True),),
        "zh": ((_ZH, True),),
        "ko": ((_KO, True),),
        "ru": ((_QUOTED_RU, True),),
    }[words.code]:
        for match in pattern.finditer(text, span.start, span.end):
            group = next((i for i in range(1, pattern.groups + 1) if match[i]), 0)
            start = match.start(group)
            if words.code == "zh" and (kind := _ZH_KIND.match(match[group])):
                start += kind.end()
            if not _GENERIC.match(text[start : match.end(group)]):
                yield _mention(text, start, match.end(group)), sure
    if words.code == "ja":
        for match in _JA_WEAK.finditer(text, span.start, span.end):
            if not _JA_COMMON.search(match[1]):
                yield _mention(text, match.start(), match.end()), False
    yield from _after_apposition(text, span, words)


_RUNS = {
    "ja": re.compile(r"[「『]?([ァ-ヶー・A-Za-z0-9]{3,18}(?:[一-龥]{2,5}(?=[はがもにをと、の]))?)"),
    "zh": re.compile(r"[“「『《]([^”」』》\n]{2,12})[”」』》]"),
    "ko": re.compile(r"['‘\"“]?([가-힣]{2,10}?)['’\"”]?(?:은|는|이|가|의|측은|측이|와|과|을|를|,)(?=[\s,]|$)"),
    "ru": re.compile(r"([А-ЯЁ][а-яё]{3,20})"),
}


def _after_apposition(text: str, span: Span, words: Vocabulary) -> Iterator[tuple[Mention, bool]]:
    folded = fold(text)
    for cue in words.compiled["appositions"].spans(folded, span.start, span.end):
        at = cue.end + (1 if text[cue.end : cue.end + 1] in (" ", "、", "の") else 0)
        match = _RUNS[words.code].match(text, at, span.end)
        if match and not (words.code == "ja" and _JA_COMMON.search(match[1])) and not _GENERIC_UNIT.match(match[1]):
            yield _mention(text, match.start(1), match.end(1)), True


def short_forms(name: str) -> tuple[str, ...]:
    """How a text may call a party again after naming it in full: without legal form, or by a first rare word."""
    bare = name
    while (cut := _LEGAL.sub("", bare)) != bare:
        bare = cut
    first = bare.split()[0] if bare.split() else ""
    lone = (first,) if len(bare.split()) > 1 and (len(first) >= 5 and _CAMEL.match(first)) else ()
    return tuple(dict.fromkeys(form for form in (bare, *lone) if form and form != name))
