"""Rates of a loan in running text and in sheets: each percentage takes its meaning from the nearest word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dealtracker.evidence.reading.amounts import qualified, qualifier
from dealtracker.evidence.reading.cues import Span
from dealtracker.evidence.reading.document import Document, Sentence
from dealtracker.evidence.reading.numbers import Number, numbers
from dealtracker.evidence.reading.proposals import Proposal
from dealtracker.evidence.reading.term_labels import BASES, RATE_WORDS
from dealtracker.money import Amount

_BPS = re.compile(
    r"\s?-?(?:basis[\s-]points?|bps?(?![a-z])|basispunkt\w{0,3}|points?\sde\sbase|puntos\sb[áa]sicos|pontos[\s-]base|punti\sbase|pdb\b|pb\b|б\.?\s?п\b|базисн\w{2,4}\sпункт\w{0,3}|ベーシスポイント|个基点|個基點|基点|基點|베이시스포인트|베이시스 포인트)"
)
_POINTS = re.compile(
    r"\s?-?(?:%\s?-?points?\b|(?:percentage|per\s?cent)[\s-]points?\b|prozentpunkt\w{0,3}|punt[oi]\spercentual[ei]|puntos?\sporcentual(?:es)?|points?\sde\spourcentage|pontos?\spercentua(?:l|is)|п\.?\s?п\b|процентн\w{2,3}\sпункт\w{0,3}|%ポイント|パーセントポイント|パーセント・ポイント|个百分点|個百分點|百分点|%p\b|퍼센트\s?포인트|%\s?포인트)"
)
_PERCENT = re.compile(
    r"\s?(?:%|per\s?cent\b|prozent\b|percent\b|por\sciento\b|por\scento\b|per\scento\b|pour\scent\b|процент\w{0,2}|パーセント|퍼센트)"
)
_PLUS = re.compile(
    r"(?:plus|\+|zzgl\.?|zuzüglich|majoré de|più|más|mais|плюс|加|に|プラス|上乗せ|플러스)\s{0,2}(?:a margin of |einer marge von |une marge de |marge von )?$"
)
_LOOSE_POINTS = re.compile(r"\s(?:points?|pts?)\b")
_OID_POINTS = re.compile(r"\s(?:points?|pts?)\s(?:of\s)?(?:oid|original issue discount)\b")
_BELOW = re.compile(r"(?:减去?|減去?|下浮|minus|moins|meno|menos|abzüglich|минус|マイナス|마이너스)\s{0,2}$")  # "LPR减30个基点"
_STEPS = re.compile(
    r"(?:step\w{0,4}\s(?:up|down)|fall\w{0,3}|drop\w{0,4}|declin\w{0,3}|reduc\w{1,3}|ris\w{1,3}|increas\w{1,3}|tighten\w{0,3}|sinkt|steigt|fällt|scend\w{1,6}|sal\w{1,5}|baj\w{1,5}|cai\w{0,4}|ramen\w{1,5}|снижа\w+)(?:\s\w{1,9})?\s(?:to|auf|a|al|à|para|до)\s$"
)
_SHORT_BASE = re.compile(r"(?<!\w)(?:s|e|l|sofr|euribor|sonia|sora|tona|tibor|hibor)\s?\+\s?$")  # "S+650"
_IN_KIND = re.compile(r"\s(?:\w{1,12}\s){0,2}(?:pik|paid in kind|if .{0,20}in kind)\b")
_ZERO_FLOOR = re.compile(
    r"(?<!\w)(?:zero|0)[- ]?(?:%|per\s?cent)?[- ]floor|floor(?:ed)?\s(?:of|at|bei|a|à|de|em|en)\s(?:zero|null|cero|zéro|0)(?![.,\d])|floor:?\s(?:zero|null|cero|zéro)(?!\w)|null-?(?:prozent-?)?floor|plancher\s(?:à|de)\széro|"
    r"(?:suelo|piso)\s(?:en|del?|de)\s(?:cero|zero)|(?:soglia minima|floor)\s(?:a|pari a)\szero|нулев\w{2,3}\s(?:флор|пол)|ゼロ・?フロア|フロア(?:は|:|・)?\s?ゼロ|零(?:利率)?下限|제로\s?플로어"
)
_REACH = 60
_WIDE = ("issue price", "oid")
_OF_MARGIN = re.compile(
    r"\s?(?:%|percent|per cent|prozent|bps?|basis points)\s(?:de la marge|of (?:the )?(?:applicable )?margin|der marge|del margine|del margen|da margem|от маржи)"
)


def rates(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    """Margins, floors, prices, discounts and fees that are percentages or basis points."""
    found = numbers(sentence.folded, sentence.start, sentence.end, sentence.words)
    keys, last = _keys(sentence) if found else [], ""
    for at, number in enumerate(found):
        if _stands_for_another(sentence, found, at):
            continue
        figure = _figure(sentence, number, keys, found, last)
        last = figure.key if figure.unit else last
        if figure.key and figure.key != "share" and (figure.unit or (figure.key in _WIDE and 50 < number.value < 110)):
            low = _low_end(sentence, found, at) if figure.unit else None
            yield _rate(document, sentence, figure, number, low)
    if floor := _ZERO_FLOOR.search(sentence.folded, sentence.start, sentence.end):
        yield _zero_floor(document, sentence, Span(floor.start(), floor.end()))


@dataclass(frozen=True)
class _Figure:
    """What a number of a rate is: its key in RATE_WORDS, its unit ("bps", "percent", "") and where it ends."""

    key: str
    unit: str
    end: int


def _keys(sentence: Sentence) -> list[tuple[str, Span]]:
    pairs = [(key, pair[cjk]) for cjk in {False, sentence.words.cjk} for key, pair in RATE_WORDS]
    return [(key, span) for key, cue in pairs for span in sentence.match(cue)]


def _stands_for_another(sentence: Sentence, found: list[Number], at: int) -> bool:
    """ "35 % of the margin": the fee stands behind it; the low end of a range comes with the high one."""
    closed = at + 1 < len(found) and _is_rate(sentence, found[at + 1]) and _low_end(sentence, found, at + 1)
    return bool(_OF_MARGIN.match(sentence.folded, found[at].end) or closed)


def _figure(
    sentence: Sentence, number: Number, keys: list[tuple[str, Span]], found: list[Number], last: str
) -> _Figure:
    bps, points = _BPS.match(sentence.folded, number.end), _POINTS.match(sentence.folded, number.end)
    hit = bps or points or _PERCENT.match(sentence.folded, number.end)
    if not hit:
        return _without_unit(sentence, number, keys, found)
    end = hit.end()
    key = _meaning(sentence, number, end, keys, found)
    if (bps or points) and key in ("", "rate", "share", "issue price"):
        key = "margin" if _has_base(sentence) or any(k == "debt" for k, _ in sentence.rows("figures")) else ""
    if _after_base(sentence, number):
        key = "margin"
    if last and _is_step(sentence, number):
        key = last
    if key == "margin" and _IN_KIND.match(sentence.folded, end):
        key = "share"  # "+75 bps if paid in kind"
    return _Figure(key or _headed(sentence, keys, in_bps=bool(bps)), "bps" if bps else "percent", end)


def _without_unit(sentence: Sentence, number: Number, keys: list[tuple[str, Span]], found: list[Number]) -> _Figure:
    """ "two points of OID", "S+650", "issued at 98.5"."""
    if hit := _OID_POINTS.match(sentence.folded, number.end):
        return _Figure("oid", "percent", hit.end())
    key = _meaning(sentence, number, number.end, keys, found)
    if key == "oid" and (points := _LOOSE_POINTS.match(sentence.folded, number.end)):
        return _Figure("oid", "percent", points.end())  # "OID: 1.5 points"
    if _is_short(sentence, number):
        return _Figure("margin", "bps", number.end)
    return _Figure(key, "", number.end)


def _is_step(sentence: Sentence, number: Number) -> bool:
    """Whether a rate is told as a step from the one before: "5.25%, stepping down to 4.75%"."""
    return bool(_STEPS.search(sentence.folded[max(sentence.start, number.start - 40) : number.start]))


def _is_short(sentence: Sentence, number: Number) -> bool:
    """ "S+650": basis points without their name."""
    before = sentence.folded[max(sentence.start, number.start - 10) : number.start]
    return 25 <= number.value <= 2_000 and not number.power and bool(_SHORT_BASE.search(before))


def _low_end(sentence: Sentence, found: list[Number], at: int) -> Number | None:
    """The lower end of a range that found[at] closes: "475 to 525 basis points", "3.5%-4%"."""
    if not 0 < at < len(found) or found[at - 1].value >= found[at].value:
        return None
    gap = _UNIT_OF_LOW.sub("", sentence.folded[found[at - 1].end : found[at].start], count=1).strip()
    joined = gap in ("-", "~", "〜", "～", "至", "到") or sentence.words.compiled["between"].pattern.fullmatch(gap)
    return found[at - 1] if joined else None


_UNIT_OF_LOW = re.compile(rf"^(?:{_BPS.pattern}|{_PERCENT.pattern})")


def _zero_floor(document: Document, sentence: Sentence, span: Span) -> Proposal:
    value = qualified("exact", Decimal(0), document.words_of(span)).to_json()
    party = document.borrower_near(sentence)
    return document.propose(sentence, "facility.floor", value, "terms: floor of zero", party=party)


def _meaning(sentence: Sentence, number: Number, end: int, keys: list[tuple[str, Span]], found: list[Number]) -> str:
    best, cost = "", _REACH if not sentence.words.cjk else 25
    share = {m.end() for m in _OF_MARGIN.finditer(sentence.folded, sentence.start, sentence.end)}
    for key, span in keys:
        if span.end in share or _has_own(sentence, span, end, found):
            continue
        gap = (
            sentence.folded[end : span.start]
            if span.start >= end
            else sentence.folded[span.end : number.start]
            if span.end <= number.start
            else ""
        )
        low, high = min(end, span.end), max(number.start, span.start)
        crossed = sum(1 for other in found if other is not number and low <= other.start and other.end <= high)
        distance = (
            len(gap) + 15 * sum(gap.count(c) for c in ",;、，；") + 20 * crossed + (6 if span.start >= end else 0)
        )
        if distance < cost:
            best, cost = key, distance
    return best


def _has_own(sentence: Sentence, span: Span, end: int, found: list[Number]) -> bool:
    """Whether a word behind a number is followed at once by a number of its own: "+ 325 bps, floor 0 %"."""
    behind = [other for other in found if 0 < other.start - span.end <= 6 and _is_rate(sentence, other)]
    parted = any(char in sentence.folded[span.end : other.start] for other in behind for char in ")+")
    return span.start >= end and bool(behind) and not parted


def _headed(sentence: Sentence, keys: list[tuple[str, Span]], *, in_bps: bool) -> str:
    """What the label of the line says: "Commission d'engagement : 35 % de la marge, soit 0,84 %"."""
    heads = [
        key
        for key, span in keys
        if span.start - sentence.start < 4 and _LABEL_ENDS.match(sentence.folded, span.end, sentence.end)
    ]
    return heads[0] if heads and (in_bps or sentence.folded.count(":", sentence.start, sentence.end) == 1) else ""


_LABEL_ENDS = re.compile(r"(?:\s\w{1,10})?\s{0,2}[:：\t|]")


def _is_rate(sentence: Sentence, number: Number) -> bool:
    return any(unit.match(sentence.folded, number.end) for unit in (_BPS, _PERCENT))


def _has_base(sentence: Sentence) -> bool:
    return any(sentence.match(cue) for _, cue in BASES)


def _after_base(sentence: Sentence, number: Number) -> bool:
    window = sentence.folded[max(sentence.start, number.start - 40) : number.start]
    plus = _PLUS.search(window)
    return bool(plus) and any(cue.first(window[: plus.start()]) for _, cue in BASES) if plus else False


_FIELDS = {
    "margin": "facility.margin_bps",
    "floor": "facility.floor",
    "issue price": "facility.issue_price",
    "oid": "facility.oid",
    "rate": "facility.rate",
    "default interest": "facility.default_interest",
    "advance rate": "facility.advance_rate",
}


def _rate(document: Document, sentence: Sentence, figure: _Figure, number: Number, low: Number | None) -> Proposal:
    """Margins in basis points, everything else as a fraction: 2 % is 0.02, an issue price of 98.5 is 0.985."""
    key = "issue price" if figure.key == "oid" and number.value > 50 else figure.key  # "OID 98.5": no discount
    fee = key.removeprefix("fee ") if key.startswith("fee ") else ""
    name = "facility.fee" if fee else _FIELDS[key]
    party = document.borrower_near(sentence)
    value = _amount(document, sentence, name, figure, number, low).to_json()
    return document.propose(sentence, name, value, f"terms: {key}", party=party, of=fee)


def _amount(
    document: Document, sentence: Sentence, name: str, figure: _Figure, number: Number, low: Number | None
) -> Amount:
    in_bps = figure.unit == "bps"
    below = _BELOW.search(sentence.folded, max(sentence.start, number.start - 16), number.start)
    value = _scaled(name, number.value, in_bps=in_bps) * (-1 if below and name == "facility.margin_bps" else 1)
    words = document.words_of(Span((low or number).start, figure.end))
    if low:
        return Amount("range", low=_scaled(name, low.value, in_bps=in_bps), high=value, words=words)
    kind = qualifier(sentence.folded, number.start, figure.end, sentence.start, sentence.words)
    is_exact = name == "facility.floor" or _is_step(sentence, number)  # "at least 0 %" is what a floor is
    return qualified("exact" if is_exact else kind, value, words)


def _scaled(name: str, value: Decimal, *, in_bps: bool) -> Decimal:
    if name == "facility.margin_bps":
        return value if in_bps else value * 100
    return value / (Decimal(10_000) if in_bps else Decimal(100))
