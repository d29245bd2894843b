"""Parties that no gazetteer knows: found by legal form, apposition, spelling, or a foreign script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from dealtracker.evidence.reading.bare_names import is_given
from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.currencies import CODES
from dealtracker.evidence.reading.demonyms import is_demonym
from dealtracker.evidence.reading.document import Mention
from dealtracker.evidence.reading.folding import fold, is_cjk
from dealtracker.evidence.reading.gazetteer import base_gazetteer
from dealtracker.evidence.reading.name_kinds import LEGAL, kind_of
from dealtracker.evidence.reading.vocabulary.shape import Vocabulary

_UP = r"A-ZÀ-ÖØ-ÞĀĒĪŌŪ"
_TOKEN = (
    rf"(?:[{_UP}][\w'’&+-]{{0,30}}(?:\.(?:ai|io|com|AI))?|[a-z]{{1,2}}[A-Z]\w{{1,20}}|\d{{1,2}}[A-Z][a-z]\w{{1,20}})"
)
_ELIDED = re.compile(r"(?:[LDSCJ]|Un|Qu|(?:D|Da|Ne|Su|A)ll|Quest|Quell)['’](?=[a-zà-ÿ])")  # "L'operazione": an article and a noun
_INSTITUTION = r"(?:Banco|Banca|Banque|Bank|Bankhaus|Caixa|Caja|Cassa|Caisse|Crédit|Credito|Crédito|Fondo|Fonds|Fundo|Fonds|Sparkasse|Sociedad|Société|Compagnie|Compañía|Companhia|Instituto|Institut|Istituto|Agence|Agenzia|Agencia|Agência)"
_LINKED = rf"{_INSTITUTION}(?:\s(?:(?:de|del|di|da|do|dos|das|du|des|della|delle|dei|of|the|la|le|für|per|para|pour)\s|d['’]|l['’]){{0,3}}{_TOKEN}|\s(?:et|e|y|and)\s{_TOKEN}){{1,5}}"
_SEQUENCE = re.compile(
    rf"(?<![\w@/]){_LINKED}|"
    rf"(?<![\w@/]){_TOKEN}(?:[ \u00a0\n](?:&\s)?(?:S\.p\.A\.|S\.A\.(?:S\.)?|S\.r\.l\.|N\.V\.|L\.P\.|K\.K\.|G\.K\.|{_TOKEN})){{0,5}}"
)
_SUFFIX = re.compile(
    r"(?:^|\s|\.)(?:k\.k|g\.k|inc|corp|corporation|ltd|limited|llc|plc|gmbh|ag|se|sa|s\.a|spa|s\.p\.a|s\.r\.l|srl|nv|n\.v|bv|ab|as|asa|a/s|aps|oyj?|kk|sas|sasu|sarl|kg|kgaa|ug|ltda|pty|pvt|private|tbk|pjsc|jsc|slu?|co|company|bhd|pte|sdn|lp|llp|"
    r"holdings?|group|gruppe|capital|partners|bank|banco|banca|banque|technolog(?:y|ies)|tecnolog[ií]as?|systems?|cloud|compute|computing|networks?|energy|data|"
    r"calcul|calcolo|cómputo|computo|computação|datos|dados|dati|données|nuvem|rechenwerke?|render|infrastructure|ventures|labs|ai|digital|financial|finance|credit|securities|management|investments?|investors|lending|equity|advisors|telecom|mining|semiconductors?|centers|centres|"
    r"infra|robotics|software|ia|ki|hyperscale|datacenters?|asset|neocloud|grid)\.?$"
)
_CAMEL = re.compile(
    r"^(?:[A-Z][a-z]{2,}[A-Z]\w*|[a-z]{1,2}[A-Z]\w{2,}|[A-Z][a-z]*[0-9]{1,3}[A-Za-z]*|[0-9][A-Z][a-z]\w+)$"
)
_TRAIL = re.compile(
    r",?\s(?:GmbH & Co\. KG|S\.A\.(?:B\.)? de C\.V|SA de CV|S\.A\.S|S\.L\.?U?|[Ii]nc|Corp|Ltda|Ltd|LLC|PLC|plc|GmbH(?: & Co\. KG)?|AG|SE|Pte|Sdn|Bhd|S\.A|SA|S\.p\.A|SpA|S\.r\.l|LP|L\.P|Co|AS|ASA|AB|Oyj?|SAS|NV|BV|KG|K\.K|G\.K|N\.A\.|National Association)\b\.?"
)
_PARTNERSHIP = re.compile(r"\.?\s(?:& Co\. )?KG(?:aA)?\b")
_NOT_PARTIES = frozenset(
    """value gpu gpus sns ai ki ia ia's ceo cfo cto coo llm llms usd eur gbp jpy cny sgd api hbm it dc us usa uk eu uae sofr euribor sonia tona hibor tibor libor sora ltv dscr oid
    ebitda mw gw kwh esg ipo spv abs cmbs etf gdp mou loi q1 q2 q3 q4 fy reit nvl gb tb rtx hgx dgx nvlink cuda tpu tpus cpu cpus pdf tel fax http https www com url am pm gmt utc
    we they lenders banks bankers borrower lender sponsor facility senior amount margin security purpose fees treasury people sources officials analysts our you he she
    saudi emirati qatari swiss dutch norwegian swedish polish turkish thai vietnamese indonesian taiwanese african mexican
    american chinese japanese korean singaporean malaysian indian british german french italian spanish russian armenian australian canadian european asian western brazilian
    the in on at by for from with and but a an this that these those it its their as while although however meanwhile when if no not according under after before since both all
    il lo la i gli le un una nel nella per con da dal della di del sia si el los las en un una por para con según les des du au aux dans pour avec selon der die das den dem ein eine im
    und mit für von nach bei zu o os as um uma em na no por para com segundo ddtl mm bps bp abend
    both each asked contacted reached neither either here there about nearly roughly some several separately such two three four five between among
    desde hasta tras ante sobre entre durante mientras aunque también ambos ambas casi cerca unos unas consultada consultado consultados preguntada fuentes
    secondo dopo tra fra anche mentre quasi circa entrambe entrambi interpellata interpellato contattata contattato fonti oltre
    procurado procurada procurados procuradas questionada questionado contatada contactada fonte ambas cerca quase perante após
    contacté contactée contactés interrogé interrogée interrogés sollicité sollicitée remboursable depuis chez entre environ près quelque une deux trois tous toutes
    kreditgeber zwischen beide alle allein wie auch rund knapp etwa seit laut gut""".split()
)
_LOCATED = re.compile(
    r"[\w.'-]{2,30}-(?:based|headquartered|listed|owned|backed|born|incorporated|ansässig\w{0,2}|notiert\w{0,2}|basiert\w{0,2})"
)
_REGIONAL = re.compile(
    r"\s(?:Kantonalbank|Sparkasse|Volksbank|Landesbank|Bank|Landbank|Privatbank)\b"
)  # "Zürcher Kantonalbank"
_WEEKDAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag".split()
)
_BANKS = frozenset("bank banca banco banque".split())  # with a capital these begin a name: "Banca Adige"
_COMPANY_WORDS = frozenset("ai it dc se".split())
_DEFINED = re.compile(
    r"(?:^|\s)(?:Agreements?|Facility|Facilities|Loans?|Notes|Commitments?|Date|Documents?|Part(?:y|ies)|Act|Item|Section|Exhibit|Obligations|Guaranty|Closing)$"
)  # what contracts write with a capital
_GENERIC_UNIT = re.compile(
    r"(?:GPU|NPU|TPU|CPU|HBM|MW|GW|AI|IA|KI)s?[-x]?\d{1,7}$", re.IGNORECASE
)  # "GPU4000" before a counter
_FOREIGN = re.compile(
    r"(?<![A-Za-z0-9À-ɏ])(?:[A-ZÀ-Þ][A-Za-z0-9À-ɏ&.'+-]{2,24}|[A-Z]{1}[a-z]{1,}|[A-Z]{3,8}\d{0,3}|x[A-Z]{2})(?:\s(?:[A-ZÀ-Þ][A-Za-z0-9À-ɏ&.'+-]{1,24}|AI|&)){0,5}"
)
_JA_COMMON = re.compile(
    r"ユーザー|エンジニア|メンバー|スタッフ|グループ会社|パートナー|テナント|データ|センター|サーバ|チップ|ローン|プロジェクト|ファンド|クレジット|メーカー|コメント|アナリスト|ドル|スタートアップ|プラットフォーム|アプリ"
)
_BANK_RU = re.compile(r"([А-ЯЁ][а-яё]+ский (?:банк(?: реконструкции и)? развития|Банк(?: \w+)?))")
_QUOTED_RU = re.compile(r"«([А-ЯЁA-Z][^»«\n]{1,40})»(?!,?\s[—–-]\s)|[\"“„]([А-ЯЁA-Z][\w-]{1,24}(?:\s[А-ЯЁA-Z][\w-]{1,24}){0,3})[\"”“]|(?:для|компани\w{1,3}|ООО|АО|ПАО|групп\w{1,2}|холдинг\w{0,2}|у|от)\s[\"“„]([А-ЯЁ][\w-]{1,24}(?:\s[\w-]{1,24}){1,3})[\"”“]")
_JA_ENDS = (
    "コンピューティング|コンピュート|データセンター|データ|クラウド|システムズ?|ソリューションズ?|テクノロジーズ?|テック|ネットワークス?|ネット|エナジー|エネルギー|インフラ|デジタル|"
    "キャピタル|パートナーズ|ホールディングス|グループ|インベストメンツ?|リース|ファイナンス|ロボティクス|ラボ|AI|電算|電機|電力|電子|通信|情報|計算|産業|工業|商事|物産|建設|不動産|総研|製作所|開発"
)
_JA = re.compile(
    rf"株式会社([ァ-ヶー一-龥A-Za-z0-9・]{{2,16}})|([ァ-ヶー一-龥A-Za-z0-9・]{{2,20}}?)株式会社|([ァ-ヶー・]{{3,18}}(?:AI|銀行|キャピタル|グループ|ホールディングス|テクノロジーズ?|クラウド|証券|データ|デジタル|パートナーズ|コンピュート|コンピューティング|エナジー|社))"
    rf"|(?:を(?:手がける|手掛ける|運営する|展開する|提供する|開発する|営む|主力とする|拠点とする|構える))(?!米|中国|同社|企業|会社)([一-龥ァ-ヶーA-Za-z0-9・]{{2,18}})(?=が|は|と|に|（|\()"
    rf"|([一-龥み]{{2,7}}(?:銀行|証券|信託|信用金庫|生命|損保))|(?:^|(?<=[。、】」\n]))((?:(?![をはがにとのでもへや])[ぁ-んァ-ヶー一-龥A-Z]){{1,10}}?(?:{_JA_ENDS}))(?=は|が|と|の|に|（|\()|(?<![ァ-ヶー一-龥])([一-龥]{{1,4}}(?:{_JA_ENDS}))(?=は|が|（|\()"
)
_ZH_CUT = "()（）〔〕【】［］〈〉<>/,;:!?！？｜|的是和与與向由在为為对對及从從给給了将將被据據称稱家该該这這那以并並但而等、，。；：“”「」（）《》\\s"
_EAST_WEAK = {  # names of no known ending at the head of a clause, before a particle or an adverb of intent
    "ja": re.compile(r"(?:(?<![ァ-ヶー・])([ァ-ヶー・]{3,16}(?:[一-龥]{2,4})?)|(?:^|(?<=[。、\n]))([一-龥ァ-ヶー・A-Za-z]{2,12}))(?=は|が)"),
    "zh": re.compile(rf"(?:^|(?<=[。,，;；\n]))([^{_ZH_CUT}\d]{{2,12}}?)(?=(?:正|拟|擬|已|计划|計劃|宣布|近日|目前|获|獲|向|称|稱|稍早|將|将|有意|证实|證實|否认|否認))"),
}
_ZH_ENDS = "科技|智能|智算|算力|云|雲|雲端|云计算|数据|數據|信息|資訊|通信|电信|電信|能源|电力|電力|网络|網路|软件|軟體|光电|光電|半导体|半導體|微电子|租赁|租賃|信托|信託|基金|保险|保險|国际|國際|实业|實業|建设|置业|电子|電子"
_ZH = re.compile(
    rf"(?<![A-Za-z])(?:[^{_ZH_CUT}A-Za-z0-9%]{{2,12}}(?:股份|责任|責任)?有限(?:责任|責任)?公司|[^{_ZH_CUT}A-Za-z0-9%]{{2,8}}(?:集团|集團|银行|銀行|资本|資本|控股|证券|證券|股份)(?:有限)?(?:责任|責任)?(?:公司)?|"
    rf"[^{_ZH_CUT}A-Za-z0-9%]{{2,7}}(?:{_ZH_ENDS}){{1,2}}(?:集团|集團|控股|股份)?(?:有限)?(?:责任|責任)?公司|[^{_ZH_CUT}A-Za-z0-9%]{{2,5}}(?:科技|智能|智算|算力|云端|雲端|云|雲|数据|數據)(?![一-龥]{{0,2}}(?:中心|芯片|晶片|贷款|融资)))"
)
_BASE = re.compile(r"(?i)(?:term )?(?:tibor|sofr|euribor|libor|tonar?|lpr|shibor|hibor|sonia|sora|torf)[+\-＋±]?[\d.,]*$")  # "TIBOR+0.85"
_ZH_KIND = re.compile(
    r".{0,5}(?:公司|企业|企業|業者|业者|新创|新創|初创|初創|运营商|運營商|厂商|廠商|平台|服务商|服務商|提供商|供应商|开发商|开发商)(?=.{3})"
)  # "某云计算公司" before the name
_KO_ENDS = (
    "은행|캐피탈|캐피털|증권|그룹|홀딩스|지주|테크놀로지스?|클라우드|데이터센터스?|데이터|파트너스|컴퓨트|컴퓨팅|네트웍스|네트워크스|테크|인프라|에너지|건설|전자|통신|텔레콤|자산운용|"
    "생명|화재|공사|금융|솔루션즈?|시스템즈?|소프트|랩스|리츠|인베스트먼트|파이낸스|벤처스|로보틱스|AI"
)
_KO = re.compile(
    rf"(?<![가-힣A-Za-z])(?:(?:주식회사\s?|㈜)([가-힣A-Za-z0-9]{{2,12}}?)|([가-힣A-Za-z0-9]{{2,12}})(?:㈜|\(주\))|([가-힣A-Za-z0-9]{{2,10}}(?:{_KO_ENDS})))(?=[은는이가을를의에와과도측로,.\s)]|으로|$)"
)
_GENERIC = re.compile(
    r"^(?:.{0,4}(?:建成|投产|完工|落成)|本次|该|多家|几家|數家|数家|一家|国有|外资|大型|当地|本地|地方|私募|投资|投資|商业|商業|人工智能|人工智慧|云计算|美国|美國|中国(?!銀行|電力)|中國|日本|全球|西方|国际|國際|主要|其他|多间|部分|高级|高級|数据|相关|科技|初创|"
    r"[一二三四五六七八九十两兩数數多几幾\d]{1,2}(?:家|行|間|间|社)|.{0,6}[をはがにと]|관계자|대변인|담당자|소식통|당국|.{0,8}向け|韩国|韓國|英国|英國|法国|德国|印度|台湾|台灣|新加坡|马来西亚|"
    r"海外|外国|複数|大手|地方|民間|国内|邦銀|新興|主要|投資|商業|中央|시중|국내|대규모|초대형|신규|친환경|인공지능|외국|해외|글로벌|대형|투자|주요|여러|복수|상업|생성|국책|사모|지방|중앙|저축|일본|미국|중국|다른|서방)"
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
        if (
            start >= end
            or (name := text[start:end]).lower() in _NOT_PARTIES
            or len(name) < 2
            or _ELIDED.match(name)
            or name.lower() in CODES
            or _GENERIC_UNIT.match(name)
            or _is_calendar(name, words)
            or _DEFINED.search(name)
            or _is_amount(name, words)
            or LEGAL.fullmatch(f" {name}")
        ):
            continue
        if tail := _TRAIL.match(text, end):
            end = tail.end()
        elif text[end : end + 1] == "." and text[start:end].rsplit(" ", 1)[-1] in ("Inc", "Corp", "Co", "Ltd", "Bhd"):
            end += 1
        if partner := _PARTNERSHIP.match(text, end):
            end, tail = partner.end(), partner
        sure = bool(tail) or _sure(text, start, end, words)
        if (
            sure or words.code != "de" or " " in name or start == span.start or (name.isupper() and len(name) > 2)
        ):  # every German noun has a capital
            yield _mention(text, start, end), sure


def _trimmed(text: str, start: int, end: int, words: Vocabulary) -> tuple[int, int]:
    """Without small words and nouns at the front ("The", "Betreiber") and possessives at the end."""
    small = _small_words(words)
    while start < end:
        first = text[start:end].split(None, 1)[0]
        plain = fold(first).rstrip("'.")
        rest = len(first) < end - start
        if plain.endswith("'s") and rest and plain[:-2] in _place_words():  # "Norway's Lumen Fjord"
            start += len(first) + 1
            continue
        if (
            words.code == "de"
            and rest
            and plain.endswith("er")
            and _is_city_adjective(plain)
            and not _REGIONAL.match(text, start + len(first))
        ):  # "Berliner", "Münchner"
            start += len(first) + 1
            continue
        if _LOCATED.fullmatch(plain) and rest:  # "Texas-based Kallio", "Denver-headquartered Kallio"
            start += len(first) + 1
            continue
        measures = (*words.tables["units"], *words.tables["currencies"]) if rest and words.code == "de" else ()
        timed = any(cue.pattern.fullmatch(plain) for _, cue in measures)  # "Jahren Laufzeit", "Euro Kredit"
        noun = words.compiled["appositions"].pattern.fullmatch(plain) and rest and plain not in _BANKS
        if (
            plain not in small
            and not noun
            and not timed
            and not (is_demonym(plain, words.code) and not _is_long_name(text[start:end]))
        ):
            break
        if len(first) == end - start:
            return end, end
        start += len(first) + 1
    start += _lead(text[start:end], words)
    *lead, last = text[start:end].rsplit(None, 1)
    if lead and last.lower() in CODES and text[end : end + 2].strip().isdigit():  # "lends Rheinrechen GmbH EUR 120 million"
        end = start + len(lead[0])
    for tail in ("'s", "’s", "'", "’", "-"):
        if text[start:end].endswith(tail):
            end -= len(tail)
    return start, end


def _is_amount(name: str, words: Vocabulary) -> bool:
    """A number in words: every German one has a capital ("eine Viertelmilliarde Euro")."""
    first = fold(name).split()[0]
    return first in words.numerals and words.numerals[first] >= 100 or first in words.scales


def _is_calendar(name: str, words: Vocabulary) -> bool:
    """A month or a day of the week: "in talks since July", "on Monday confirmed"."""
    plain = fold(name)
    return plain in _WEEKDAYS or any(cue.pattern.fullmatch(plain) for cue in words.month_cues)


@lru_cache(maxsize=1)
def _place_words() -> frozenset[str]:
    """Places of one word: their possessive is no part of a name."""
    return frozenset(fold(name.rstrip("*")) for p in base_gazetteer().places for name in (p.name, *p.names))


def _is_city_adjective(plain: str) -> bool:
    stem, places = plain[:-2], _place_words()
    return any(form in places for form in (stem, f"{stem}en", f"{stem[:-1]}en", f"{stem}e", plain[:-1]))


def _lead(name: str, words: Vocabulary) -> int:
    """Length of what German sets before a name with capitals of its own: "Berliner Start-up Wolkenstein" (17)."""
    if words.code != "de":
        return 0
    nouns = [s for s in words.compiled["appositions"].spans(fold(name)) if name[s.end : s.end + 1] == " "]
    rest = name[nouns[-1].end + 1 :] if nouns else ""
    kept = nouns and rest and not LEGAL.search(f" {rest}") or LEGAL.search(name) and rest.count(" ") > 0
    return nouns[-1].end + 1 if nouns and kept and fold(name[nouns[-1].start : nouns[-1].end]) not in _BANKS else 0


@lru_cache(maxsize=16)
def _small_words(words: Vocabulary) -> frozenset[str]:
    return _NOT_PARTIES - _COMPANY_WORDS | frozenset(words.common.split())


def _sure(text: str, start: int, end: int, words: Vocabulary) -> bool:
    name = text[start:end]
    tokens = name.split()
    if len(tokens) > 1 and (_SUFFIX.search(name.lower()) or re.match(rf"{_INSTITUTION}\s", name)):
        return True
    if any(_CAMEL.match(token) for token in tokens):
        return True
    if _is_described(text, end, words) or (words.code == "de" and is_given(text, start, end)):
        return True
    before = fold(text[max(0, start - 40) : start]).rstrip("\"'«“ ")
    return any(hit.end == len(before) for hit in words.compiled["appositions"].spans(before))


def is_introduced(written: str) -> bool:
    """Whether a name of two words is one only by what the text says of it: "the startup Mistral Forge"."""
    return len(written.split()) == 2 and not _SUFFIX.search(written.lower()) and not _CAMEL.match(written.split()[0])


_COMMA_ARTICLE = re.compile(r",\s(?:the|a|an|il|lo|la|l'|un|una|el|die|der|das|ein|eine|le|une|o|a|um|uma)\s?")


def _is_described(text: str, end: int, words: Vocabulary) -> bool:
    """Whether what a name is follows it: "Norrbit, the Swedish data centre developer"."""
    after = fold(text[end : end + 60])
    lead = _COMMA_ARTICLE.match(after)
    rest = after[lead.end() :].split(",")[0] if lead else ""
    return any(len(rest[: span.start].split()) <= 4 for span in words.compiled["appositions"].spans(rest))


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
        kind_of(written),
        known=False,
    )


def _foreign(text: str, span: Span, words: Vocabulary) -> Iterator[tuple[Mention, bool]]:
    """Latin names inside Cyrillic, Han, kana or hangul text."""
    for match in _FOREIGN.finditer(text, span.start, span.end):
        tokens = match[0].rstrip(".-'").split()
        if all(token.lower() in _NOT_PARTIES or _GENERIC_UNIT.match(token) or _BASE.match(token) for token in tokens):
            continue
        yield (
            _mention(text, match.start(), match.start() + len(match[0].rstrip(".-'"))),
            len(match[0]) > 3 or len(tokens) > 1,
        )


def _kind_before(name: str) -> int:
    """Length of what only says what kind of firm follows: 某云计算公司."""
    kind = _ZH_KIND.match(name)
    return kind.end() if kind else 0


def _only_describes(text: str, end: int) -> bool:
    """Whether a Latin name follows a Chinese word for a firm that has no legal form: 巴黎人工智能公司Lutèce Intelligence."""
    described = text.endswith(("公司", "企业", "企業"), 0, end) and not text.endswith("有限公司", 0, end)
    name = _FOREIGN.match(text, end) if described else None
    return name is not None and name[0].lower() not in _NOT_PARTIES


def _native(text: str, span: Span, words: Vocabulary) -> Iterator[tuple[Mention, bool]]:
    for pattern, sure in {
        "ja": ((_JA, True),),
        "zh": ((_ZH, True),),
        "ko": ((_KO, True),),
        "ru": ((_QUOTED_RU, True), (_BANK_RU, True)),
    }[words.code]:
        for match in pattern.finditer(text, span.start, span.end):
            group = next((i for i in range(1, pattern.groups + 1) if match[i]), 0)
            start = match.start(group) + (_kind_before(match[group]) if words.code == "zh" else 0)
            if not _GENERIC.match(text[start : match.end(group)]) and not _only_describes(text, match.end(group)):
                yield _mention(text, start, match.end(group)), sure
    if weak := _EAST_WEAK.get(words.code):
        for match in weak.finditer(text, span.start, span.end):
            start = match.start() + (_kind_before(match[0]) if words.code == "zh" else 0)
            if not _is_common(text[start : match.end()], words):
                yield _mention(text, start, match.end()), False
    yield from _after_apposition(text, span, words)


_COMMON = ("chips", "sites", "talks", "tenor", "materials", "lenders", "borrowers", "anonymous", "servers", "counters", "we")
_COMMON_ROWS = ("together", "definite", "groups", "figures", "units")


@lru_cache(maxsize=4096)
def _is_common(name: str, words: Vocabulary) -> bool:
    """Whether a run of letters holds a word of the vocabulary, and so is none but a noun: 調達資金, 谈判."""
    cues = [*(words.compiled[key] for key in _COMMON), *(cue for key in _COMMON_ROWS for _, cue in words.tables[key])]
    return bool(_GENERIC.match(name) or _JA_COMMON.search(name)) or any(cue.pattern.search(fold(name)) for cue in cues)


_RUNS = {
    "ja": re.compile(r"[「『]?([ァ-ヶー・A-Za-z0-9]{3,18}(?:[一-龥]{2,5}(?=[はがもにをと、の]))?)"),
    "zh": re.compile(r"[“「『《]([^”」』》\n]{2,12})[”」』》]"),
    "ko": re.compile(
        r"['‘\"“]?([가-힣]{2,10}?)['’\"”]?(?:은|는|이|가|의|측은|측이|와|과|을|를|이다|이며|이고|으로|,)(?=[\s,.]|$)"
    ),
    "ru": re.compile(r"([А-ЯЁ][а-яё]{3,20}(?:[ -][А-ЯЁ][а-яё]{2,20}){0,2})"),
}


def _after_apposition(text: str, span: Span, words: Vocabulary) -> Iterator[tuple[Mention, bool]]:
    folded = fold(text)
    for cue in words.compiled["appositions"].spans(folded, span.start, span.end):
        at = cue.end + (1 if text[cue.end : cue.end + 1] in (" ", "、", "の") else 0)
        match = _RUNS[words.code].match(text, at, span.end)
        if (
            match
            and (words.code != "ko" or at > cue.end)  # 기업가치 is a word of its own
            and not (words.code == "ja" and _JA_COMMON.search(match[1]))
            and not _GENERIC.match(match[1])
            and not _GENERIC_UNIT.match(match[1])
        ):
            yield _mention(text, match.start(1), match.end(1)), True


_EAST_LEGAL = re.compile(
    r"(?:科技|信息技术|資訊)?(?:股份|控股|集团|集團)?(?:有限)?(?:责任|責任)?公司$|集团$|集團$|株式会社$|그룹$"
)


_EAST_FORM = re.compile(r"有限(?:责任|責任)?公司$")


def short_forms(name: str) -> tuple[str, ...]:
    """How a text may call a party again after naming it in full: without legal form, or by a first rare word."""
    bare = _EAST_LEGAL.sub("", name) if is_cjk(name[-1]) and len(_EAST_LEGAL.sub("", name)) > 2 else name
    while (cut := LEGAL.sub("", bare)) != bare:
        bare = cut
    first = bare.split()[0] if bare.split() else ""
    if "・" in bare and len(bare.split("・")[0]) > 2:
        first = bare.split("・")[0]  # アストラ of アストラ・コンピュート, as in アストラ側
        return (first,) if bare == name else (bare, first)
    lone = (first,) if len(bare.split()) > 1 and (len(first) >= 5 and _CAMEL.match(first)) else ()
    half = _EAST_FORM.sub("", name)  # 恒远股份 of 恒远股份有限公司
    return tuple(dict.fromkeys(form for form in (bare, half, *lone) if form and form != name))
