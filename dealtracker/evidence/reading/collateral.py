"""What secures the loan, in running text: "secured by the chips", "besichert durch die Server", GPUを担保に.

The value is the words of the text, from the cue to the end of the clause (before the cue in Japanese and Korean).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealtracker.evidence.reading.document import Document, Sentence
from dealtracker.evidence.reading.labels import label_of
from dealtracker.evidence.reading.proposals import Proposal

_IN = r"(?:[^.,;:!?()]|(?<=\d)[.,](?=\d))"  # a clause runs to the next stop that is no sign within a number
_SAID = rf"({_IN}{{2,90}})"
_BY = {
    "en": rf"\b(?:secured|collaterali[sz]ed) (?:by|against|on|with) {_SAID}|\b(?:a|an) (?:first |fixed |floating |senior )?(?:charge|lien|security interest|pledge) (?:over|on|in|of) {_SAID}|(?:^|(?<=[.,;:!?] )|(?<=\n))({_IN}{{2,70}}) (?:serve|serves|will serve|would serve|act|pledged) as (?:the )?(?:collateral|security)|\b(?:loan|debt|financing|facility|notes|bonds) (?:would be |will be |is |are |was |were )?backed by ((?:the |its |their |about |some |\d){_IN}{{2,80}})",
    "it": rf"\b(?:garantit\w|assistit\w) (?:da|dai|dagli|dalle|dalla|dal|con|su) {_SAID}|\bcon (?:il |un )?pegno su(?:i|gli|lle|lla|l)? {_SAID}|(?:^|(?<=[.,;:!?] )|(?<=\n))({_IN}{{2,70}}) (?:fanno da|fungono da|funge da|costituiscono la|costituiranno la) garanzia",
    "es": rf"\b(?:garantizad\w{{1,2}}|respaldad\w{{1,2}}|avalad\w{{1,2}}) (?:con|por) ((?:los|las|el|la|sus|un|una|unos|unas|\d)\b{_IN}{{2,80}})|\bcon garantía (?:de|sobre) {_SAID}|(?:^|(?<=[.,;:!?] )|(?<=\n))({_IN}{{2,70}}) (?:sirven|sirve|servirán|servirá|actúan|constituyen) (?:de|como|la) garantía",
    "de": rf"\b(?:besichert|abgesichert|gesichert) (?:durch|mit|von|über) {_SAID}|\b(?:durch|mit) ({_IN}{{2,70}}) (?:besichert|abgesichert)\b|\bals sicherheit(?:en)? (?:dienen|dient|dienten|diente|werden|sollen|stellt|stellen) {_SAID}|(?:^|(?<=[.,;:!?] )|(?<=\n))({_IN}{{2,70}}) (?:dienen|dient|dienten|diente) (?:dabei |dafür )?als sicherheit",
    "fr": rf"\b(?:garanti\w{{0,2}}|gagé\w{{0,2}}|adossé\w{{0,2}}|nanti\w{{0,2}}) (?:par|sur|à|aux|au) (?!profit|bénéfice|faveur|près|hauteur|la suite|la hauteur){_SAID}|\bavec (?:pour garantie|un nantissement sur) {_SAID}|(?:^|(?<=[.,;:!?] )|(?<=\n))({_IN}{{2,70}}) (?:servent|servira|serviront|sert) de (?:garantie|sûreté|gage)",
    "pt": rf"\b(?:garantid\w{{1,2}}|lastread\w{{1,2}}) (?:por|pelo|pela|pelos|pelas|com|em) {_SAID}|\bcom garantia (?:de|dos|das|do|da|sobre) {_SAID}|(?:^|(?<=[.,;:!?] )|(?<=\n))({_IN}{{2,70}}) (?:servem|servirão|serve|servirá) (?:de|como) garantia",
    "ru": rf"(?<!\w)под залог {_SAID}|(?<!\w)обеспеч\w{{3,6}} (?:по \w{{3,12}} )?(?:выступ\w{{2,4}}|явля\w{{2,4}}|служ\w{{2,4}}|стан\w{{2,4}}) {_SAID}|(?<!\w)обеспечен\w{{0,3}} ((?!\w{{2,12}}ение){_IN}{{2,80}})",
    "zh": r"(?:以|用|由|将|將)([^,;:!?()。、，；以用]{2,40}?)(?:作为|作為|做|为|為|作|提供)(?:抵押|质押|質押|担保|擔保)|(?:抵押物|抵押品|担保物|擔保品|质押物)(?:为|為|是|包括)([^,;:!?()。，；]{2,40})",
    "ja": r"([^,;:!?()。、，；はがも]{2,40})(?:を|が|に)(?:担保(?:に|と|権|として)|担保設定)|担保(?:は|には|となるのは)([^;:!?()。、]{2,40}?)(?:と|が|を|で|だ|とな|$|(?=[。、]))",
    "ko": r"([^.,;:!?()]{2,40}?)(?:을|를|이|가)\s?담보(?:로|가)|담보(?:는|로는)\s([^.,;:!?()]{2,40}?)(?:이다|다|를|을|이며)",
}
_PATTERNS = {code: re.compile(pattern) for code, pattern in _BY.items()}
_FURTHER = re.compile(
    r"\s(?:and|e|y|et|und|и) (?:is|are|was|were|would|will|has|have|had|carr\w{2,4}|priced|pays?|bears?|matur\w{2,4}|runs?|wird|ist|hat|läuft|kostet|sarà|è|ha|dura|será|es|vence|"
    r"tiene|sera|est|porte|é|tem|будет|имеет)(?!\w)"
)
_GUARANTOR = re.compile(r"(?:parent|mother|muttergesellschaft|casa madre|matriz|maison mère|controladora)")
_ACTING = re.compile(
    r",?\s(?:in qualità di|as|als|come|como|comme|en tant que|en calidad de|na qualidade de|в качестве)\s"
)
_TOPIC = re.compile(r"^.*(?:[은는]|까지)\s")
RULE = "terms: what secures the loan"


def collateral(document: Document) -> Iterator[Proposal]:
    """`facility.security` for every sentence of running text that says what the loan is secured by."""
    for sentence in document.sentences:
        if sentence.has("negated") or label_of(sentence)[0]:
            continue
        if _tells_of_debt(document, sentence) and (words := _secured_by(document, sentence)):
            party = document.borrower_near(sentence)
            yield document.propose(sentence, "facility.security", words, RULE, party=party)


def _tells_of_debt(document: Document, sentence: Sentence) -> bool:
    near = document.sentences[max(0, sentence.index - 2) : sentence.index + 1]
    return any(key == "debt" for s in near for key, _ in s.rows("figures"))


def _secured_by(document: Document, sentence: Sentence) -> str:
    """The words that name the collateral, without what follows "and"-clauses of their own; "" when they name a party."""
    match = _PATTERNS[sentence.words.code].search(sentence.folded, sentence.start, sentence.end)
    if not match:
        return ""
    group = next(i for i in range(1, len(match.groups()) + 1) if match[i])
    start, end = match.span(group)
    if further := _FURTHER.search(sentence.folded, start, end):
        end = further.start()
    if sentence.words.code == "ko" and (topic := _TOPIC.match(sentence.folded[start:end])):
        start += topic.end()
    acting = any(m.start <= start + 4 and _ACTING.match(sentence.folded, m.end) for m in sentence.mentions)
    a_party = acting or any(
        m.start <= start + 4 and end - m.end < 4 for m in sentence.mentions if m.kind != "chipmaker"
    )
    return "" if a_party or _GUARANTOR.search(match[group]) else " ".join(document.text[start:end].split())
