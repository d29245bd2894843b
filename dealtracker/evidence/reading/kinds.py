"""What kind of facility a text speaks of: "delayed-draw term loan", "Konsortialkredit", 分割実行のタームローン.

The values are those a facility's kind takes; the narrower one wins where two overlap. A plain word for "loan" names
no kind, and a kind counts only in a sentence that speaks of the deal, or in the line of a term sheet.
"""

from __future__ import annotations

from collections.abc import Iterator

from dealtracker.evidence.reading.cues import Cue, Span
from dealtracker.evidence.reading.document import Document, Sentence
from dealtracker.evidence.reading.proposals import Proposal

_SPACED = (
    ("delayed-draw term loan", "delayed[- ]draw( term)? (loans?|facilit(y|ies))? / ddtls? / in (mehreren )?tranchen abrufbar\\w* ~?(darlehen|kredit|finanzierung)? / (crédit|prêt) (à terme )?à tirages? (différé|échelonné)s? / préstamo de disposición diferida / prestito a (tiraggio|erogazione|utilizzo) differit\\w / empréstimo de (desembolso|saque) diferido / кредит\\w* с отложенной выборкой"),
    ("revolving credit facility", "revolving (credit )?(facilit(y|ies)|loans?|lines?)? / revolver / rcf / revolvierend\\w* (kredit\\w*|darlehen|fazilität|kreditlinie)? / crédit (renouvelable|revolving) / línea (de crédito )?(revolvente|rotativa) / crédito (revolvente|rotativo) / linea (di credito )?(rotativa|revolving) / linha (de crédito )?rotativa / (возобновляем|револьверн)\\w* кредитн\\w* лини\\w* / револьверн\\w* кредит\\w*"),
    ("bridge loan", "bridge (loans?|facilit(y|ies)|financing|term loan) / bridge[- ]to[- ]bond / brückenkredit\\w* / brückenfinanzierung / überbrückungskredit\\w* / prêt[- ]relais / crédit[- ]relais / préstamo puente / crédito puente / prestito ponte / finanziamento ponte / empréstimo[- ]ponte / бридж-кредит\\w* / промежуточн\\w* кредит\\w*"),
    ("construction loan", "construction (loans?|facilit(y|ies)|financing) / baukredit\\w* / prêt (à la|de) construction / préstamo (de|para la) construcción / mutuo edilizio / empréstimo (de|para) construção"),
    ("warehouse facility", "warehouse (facilit(y|ies)|lines?|financing)"),
    ("asset-backed notes", "asset[- ]backed (notes|securities|bonds) / abs (notes|bonds|deal|transaction|issue)"),
    ("asset-backed facility", "asset[- ](backed|based) (term |revolving )?(loans?|facilit(y|ies)|financing|lending|credit facilit(y|ies)) / gpu[- ]backed (term )?(loans?|facilit(y|ies)|financing|debt) / chip[- ]backed (loans?|facilit(y|ies)|financing|debt)"),
    ("commercial mortgage-backed securities", "commercial mortgage[- ]backed securities / cmbs"),
    ("convertible notes", "convertible (senior )?(notes|bonds) / wandelanleihe\\w* / wandelschuldverschreibung\\w* / obligations convertibles / bonos convertibles / obbligazioni convertibili / títulos conversíveis / конвертируем\\w* облигаци\\w*"),
    ("notes", "(senior |secured |unsecured |high[- ]yield )+(notes|bonds) / senior notes / secured notes / high[- ]yield bonds / junk bonds / (?<![\\w-])anleihen? / \\w{0,14}anleihe / schuldverschreibung\\w* / emprunt obligataire / émission obligataire / bonos / obbligazion\\w / debêntures / облигаци\\w*"),
    ("vendor financing", "vendor (financing|finance|loan|credit) / supplier (credit|financing) / lieferantenkredit\\w* / crédit[- ]fournisseur / crédito (del|de) proveedor / credito fornitore / crédito de fornecedor / (товарн\\w*|вендорск\\w*) кредит\\w*"),
    ("sale-leaseback", "sale[- ](and[- ])?lease[- ]?backs? / cession-bail / arrendamiento con venta / rückmiet\\w*"),
    ("finance lease", "finance leases? / financial lease / finanzierungsleasing / crédit-bail / location-financement / arrendamiento financiero / leasing finanziario / locação financeira / финансов\\w* (аренд\\w*|лизинг\\w*)"),
    ("murabaha", "murabaha / murabahah"), ("ijara", "ijara / ijarah"), ("sukuk", "sukuk"),
    ("preferred equity", "preferred equity (facility|financing|investment)"),
    ("private credit facility", "private[- ]credit (facilit(y|ies)|loan|financing|deal) / private[- ]credit-(kredit|finanzierung)"),
    ("term loan", "term loans?( [ab])? / tl[ab] / term facilit(y|ies) / (amortising|amortizing) (term )?(loan|facility) / terminkredit\\w* / tilgungsdarlehen / prêt à terme / crédit à terme / préstamo a plazo / crédito a plazo / prestito a termine / finanziamento a termine / empréstimo a prazo"),
)  # fmt: skip
_EAST = (
    ("delayed-draw term loan", "分割実行 / ディレイド・?ドロー / 延迟提款(定期)?贷款 / 延遲提款(定期)?貸款 / 分期提款 / 지연인출(텀론|대출)? / 분할인출 / ddtl"),
    ("revolving credit facility", "コミットメントライン / リボルビング / 循环(信贷|贷款|授信) / 循環(信貸|貸款|授信) / 回転信用 / 리볼빙 / 한도대출"),
    ("bridge loan", "つなぎ融資 / ブリッジローン / 过桥贷款 / 過橋貸款 / 过桥融资 / 브리지\\s?(론|대출)"),
    ("construction loan", "建設融資 / 建设贷款 / 건설\\s?대출"),
    ("convertible notes", "転換社債 / 可转(换)?债 / 可轉(換)?債 / 전환사채"), ("asset-backed notes", "資産担保証券 / 资产支持证券 / 資產支持證券 / 자산유동화증권"),
    ("finance lease", "ファイナンス・?リース / 融资租赁 / 融資租賃 / 금융리스"), ("sale-leaseback", "セール・?(アンド・?)?リースバック / 售后回租 / 售後回租 / 세일앤리스백"),
    ("notes", "社債 / 公司债券? / 公司債券? / 회사채"), ("sukuk", "スクーク"),
    ("term loan", "タームローン / 定期贷款 / 定期貸款 / 텀론 / 텀\\s?대출"),
)  # fmt: skip
_CUES = tuple((kind, Cue(lines)) for kind, lines in _SPACED)
_CJK_CUES = tuple((kind, Cue(lines, cjk=True)) for kind, lines in _EAST)


def kinds(document: Document) -> Iterator[Proposal]:
    """One proposal for each kind a sentence names."""
    for sentence in document.sentences:
        if sentence.asserted and not sentence.tells_earlier:
            yield from _of_sentence(document, sentence)


def _of_sentence(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    taken: list[Span] = []
    for kind, cue in (*_CUES, *(_CJK_CUES if sentence.words.cjk else ())):
        for span in sentence.match(cue):
            if not any(span.start < other.end and other.start < span.end for other in taken):
                taken.append(span)
                words, party = document.words_of(span), document.borrower_near(sentence)
                yield document.propose(sentence, "facility.kind", kind, "kind: named", party=party, words=words)
