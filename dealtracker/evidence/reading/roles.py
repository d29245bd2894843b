"""Who does what in the deal: borrower, lender, arranger, end beneficiary and the rest, from the rows of a vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealtracker.evidence.reading.classes import classify
from dealtracker.evidence.reading.cues import Cue, Span
from dealtracker.evidence.reading.document import Document, Mention, Sentence
from dealtracker.evidence.reading.inferred import FINANCIER, FINANCIERS, beside_equity, inferred
from dealtracker.evidence.reading.labels import head_of
from dealtracker.evidence.reading.proposals import Proposal
from dealtracker.evidence.reading.subjects import (
    eligible,
    first_after,
    names_chips,
    nearest_before,
    sells_chips,
    subjects,
    told_otherwise,
)
from dealtracker.evidence.reading.term_labels import LABEL_ADJECTIVES, ROLE_LABELS
from dealtracker.evidence.reading.vocabulary.shape import RoleRow

PARTICLES = ("ja", "ko")
AFTER, AFTER_CJK = 60, 16  # characters from a cue to the party it announces
_BRACKET = re.compile(r"[(（][^)）]{1,24}[)）]")
_AND_MORE = re.compile(r"\s?(?:など|等|등|及び|ほか)(?:の|\s)?(?:은행\s)?")
_GROUP = re.compile(r"集団|グループ|그룹")  # アリババ集団が
_OTHERS = re.compile(r"\bother\b|outr[oa]s|otr[oa]s|weitere|andere|autres|altr[ei]|друг\w+|其他|其它|ほかの|他の|다른")
_THESE = re.compile(r"(?:这|這)?[两兩二三四五](?:家|間|间)(?:的)?")
_AMONG = re.compile(r"(?:among|one of|entre|parmi|tra|zu|unter)\s(?:the|los|las|les|i|le|gli|den|os|as)\s$")
NOT_BORROWERS = tuple(
    f"role.{name}" for name in ("lender", "arranger", "end_beneficiary", "vendor", "approached", "guarantor")
)
LENDS_TOO = "role: lender by a verb of its own"  # beside "arranged": said apart from it
NEAR = 170  # characters in which a verb finds its loan


def roles(document: Document) -> Iterator[Proposal]:
    """Roles in the order of the text; who borrows is in no other role on the money's or the user's side."""
    found = list(_of_terms(document))
    found += [proposal for sentence in document.sentences for proposal in _of_sentence(document, sentence)]
    found += inferred(document, found)
    borrowers = set(document.borrowers.values())
    arrangers = {(p.start, p.party) for p in found if p.field == "role.arranger"}
    named_so = {(p.start, p.party) for p in found if p.rule == "role: arranger ="}  # "with X as arranger" lends nothing
    for proposal in found:
        if (
            proposal.field == "role.lender"
            and (proposal.start, proposal.party) in arrangers
            and "label" not in proposal.rule
            and proposal.rule != "role: lender ="
            and (proposal.rule != LENDS_TOO or (proposal.start, proposal.party) in named_so)
        ):
            continue  # "organised by X": what it lends, if anything, is not said
        if proposal.rule == FINANCIER and proposal.party in {party for _, party in arrangers}:
            continue  # told elsewhere as who arranges
        if proposal.field == "role.approached" and (proposal.start, proposal.party) in arrangers:
            continue  # "turned to X to raise": asked to arrange, not to lend
        if proposal.field not in NOT_BORROWERS or proposal.party not in borrowers or "label" in proposal.rule:
            yield proposal


def _of_terms(document: Document) -> Iterator[Proposal]:
    """What a filing's own terms say: 'X LLC (the "Borrower")'."""
    for name, index, mention in document.defined:
        if name in ("borrower", "issuer"):
            document.borrowers.setdefault(index, mention.party)
        yield role(document, document.sentences[index], name, mention, "role: defined term")


def _of_sentence(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    if not (sentence.names_someone or document.names) or not sentence.asserted:
        return
    labelled = list(_labelled(document, sentence))
    yield from labelled
    head = _value_start(sentence) if labelled else sentence.start
    asked = _asked_to_lend(sentence)
    for row, cue in sentence.words.role_cues:
        if row.role == "lender" and sentence.has("materials"):
            continue  # materials *for lenders* make nobody a lender
        for span in _places(sentence, row, cue):
            if span.start < head:
                continue  # the label is read as a label
            if row.role == "lender" and any(one.start < span.end and span.start < one.end for one in asked):
                continue  # "have been approached to lend" tells of no loan made
            if row.needs != "debt" or has_debt(sentence, span) or _bank_lends(document, sentence, row, span):
                yield from _role(document, sentence, row, span)
    yield from _groups(document, sentence)


def _asked_to_lend(sentence: Sentence) -> list[Span]:
    """Where banks are said to have been asked, each place with what they were asked to do."""
    asked = (cue for row, cue in sentence.words.role_cues if row.role == "approached" and row.side != ">")
    return [span for cue in asked for span in sentence.match(cue)]


def _value_start(sentence: Sentence) -> int:
    """Where the value of a labelled line begins."""
    cut = _CUT.search(sentence.folded, sentence.start, min(sentence.end, sentence.start + 60))
    return cut.end() if cut else sentence.start


def _places(sentence: Sentence, row: RoleRow, cue: Cue) -> list[Span]:
    """Where a cue stands. Cues of Japanese and Korean that begin with a particle are tried right behind each name."""
    if row.side != "=" or sentence.words.code not in PARTICLES:
        return sentence.match(cue)
    found = []
    for mention in eligible(sentence):
        at = mention.end
        if bracket := _BRACKET.match(sentence.folded, at) or _GROUP.match(sentence.folded, at):
            at = bracket.end()
        if match := cue.pattern.match(sentence.folded, at, sentence.end):
            found.append(Span(mention.end, match.end()))
    return found


def _role(document: Document, sentence: Sentence, row: RoleRow, span: Span) -> Iterator[Proposal]:
    for mention in _holders(document, sentence, row, span):
        if row.role in ("lender", "arranger") and row.side == ">" and beside_equity(sentence, mention):
            continue  # "a funding round led by X"
        if is_other_deal(document, sentence):
            yield role(
                document, sentence, row.role, mention, "role: in another deal, told as background", room="other_deal"
            )
            continue
        if row.role == "end beneficiary" and (
            (mention.kind == "bank" and row.side == ">") or sells_chips(document, mention)
        ):
            continue
        if row.needs == "financier" and mention.kind not in FINANCIERS:
            continue  # a borrower too leads talks
        if row.role == "vendor" and mention.kind in FINANCIERS:
            continue  # who is asked for the money to buy sells nothing
        if row.role in ("lender", "arranger") and names_chips(sentence, mention):
            continue  # "a loan … for GB200 chips from Nvidia"
        if row.role == "borrower" and told_otherwise(sentence, mention):
            continue
        if row.role in ("offtaker", "end beneficiary") and row.side == "<" and _lets(sentence, span):
            continue  # "will rent the chips to X": X uses them
        if row.role == "borrower":
            if mention.kind == "chipmaker" or (mention.kind == "bank" and not _borrows_of_another(document, sentence, mention)):
                continue
            if not sentence.money and _is_hardware(sentence, mention):
                continue  # "칩을 X에 빌려준다": chips are lent to X, and no money
            document.borrowers.setdefault(sentence.index, mention.party)
        apart = row.role == "lender" and row.side != "=" and not _arranges(sentence, span)
        rule = LENDS_TOO if apart else f"role: {row.role} {row.side}"
        yield role(document, sentence, row.role, mention, rule, status=row.status)


def _lets(sentence: Sentence, span: Span) -> bool:
    """Whether words of using are the beginning of letting: "rent the chips to"."""
    cues = (cue for row, cue in sentence.words.role_cues if row.role == "offtaker" and row.side == ">")
    return any(span.start <= one.start < span.end < one.end for cue in cues for one in sentence.match(cue))


def _borrows_of_another(document: Document, sentence: Sentence, mention: Mention) -> bool:
    """Whether who is a bank by its name alone is said to have its loan from another financier."""
    rows = [(row, cue) for row, cue in sentence.words.role_cues if row.role == "lender" and row.side != "<"]
    places = [(row, span) for row, cue in rows for span in _places(sentence, row, cue)]
    told = {m.party for row, span in places for m in _holders(document, sentence, row, span) if m.kind in FINANCIERS}
    return not mention.known and bool(told) and mention.party not in told


def _is_hardware(sentence: Sentence, mention: Mention) -> bool:
    """Whether chips stand right before a name as what is handed to it."""
    return any(0 <= mention.start - span.end <= 3 for span in sentence.spans("chips"))


def _arranges(sentence: Sentence, span: Span) -> bool:
    """Whether the words of a verb of lending are also those of one of arranging: "led by"."""
    cues = (cue for row, cue in sentence.words.role_cues if row.role == "arranger")
    return any(one.start < span.end and span.start < one.end for cue in cues for one in sentence.match(cue))


def _bank_lends(document: Document, sentence: Sentence, row: RoleRow, span: Span) -> bool:
    """Whether only banks are said to finance, provide or arrange, in a text that speaks of a loan."""
    if row.role not in ("lender", "arranger", "approached") or not document.speaks_of_debt:
        return False
    holders = _holders(document, sentence, row, span)
    return bool(holders) and all(mention.kind in FINANCIERS for mention in holders)


def is_other_deal(document: Document, sentence: Sentence) -> bool:
    """Whether a sentence tells of the past or compares, and the borrower of this text is not in it."""
    before = [document.borrowers[i] for i in sorted(document.borrowers) if i < sentence.index]
    return bool(before) and sentence.tells_earlier and not any(m.party in before for m in sentence.mentions)


def role(
    document: Document, sentence: Sentence, name: str, mention: Mention, rule: str, *, room: str = "role", **more: str
) -> Proposal:
    """One role proposal; the field is role.<words of DOMAIN with underscores>, the value the party's name."""
    fields = {"written": mention.written, "known": mention.known, **more}
    return document.propose(
        sentence, f"{room}.{name.replace(' ', '_')}", mention.party, rule, party=mention.party, **fields
    )


def _holders(document: Document, sentence: Sentence, row: RoleRow, span: Span) -> list[Mention]:
    if row.side == ">":
        return first_after(sentence, span.end, reach=AFTER_CJK if sentence.words.cjk else AFTER)
    if row.side == "=":
        return nearest_before(sentence, span.start, reach=14 if sentence.words.cjk else 50)
    return subjects(document, sentence, span.start)


def has_debt(sentence: Sentence, span: Span) -> bool:
    """Whether a word for debt, a lender without a name or an amount stands near the cue."""
    after = next((i for i, m in enumerate(sentence.money) if 0 <= m.start - span.end < 60), None)
    if after is not None and classify(sentence, after) in ("equity", "revenue", "valuation"):
        return False  # "raised $150m in equity"
    near = [hit for key, hit in sentence.rows("figures") if key == "debt"]
    near += [hit for _, hit in sentence.rows("groups")]
    near += [Span(m.start, m.end) for i, m in enumerate(sentence.money) if classify(sentence, i) == "debt"]
    reach = NEAR if not sentence.words.cjk else 60
    return any(
        hit.start < span.end + reach and hit.end > span.start - (40 if not sentence.words.cjk else 60) for hit in near
    )


def _groups(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    """Banks and private credit firms without a name that were asked."""
    strong = 6 if not sentence.words.cjk else 1  # "from" alone asks nobody
    asked = [span for span in sentence.spans("approach") if span.end - span.start >= strong]
    asked += [*sentence.spans("asked"), *sentence.spans("seeks"), *sentence.spans("talks")]
    stages = {stage for stage, _ in sentence.rows("stages")}
    if not asked and not _label_group(sentence) or (stages & {"closed", "signed"} and "talks" not in stages):
        return
    for group, span in sentence.rows("groups"):
        if any(o.start <= span.start and span.end <= o.end and o != span for _, o in sentence.rows("groups")):
            continue  # "private credit lenders" are not "lenders" once more
        if any(m.start < span.end and span.start < m.end for m in sentence.mentions) or document.in_dateline(span.start):
            continue  # part of a bank's or a newsroom's name
        if any(_AND_MORE.fullmatch(sentence.folded, m.end, span.start) for m in sentence.mentions):
            continue  # みずほ銀行など3行: the named bank is one of them
        if (group == "lenders" or _AMONG.search(sentence.folded, sentence.start, span.start)) and any(
            m.kind in FINANCIERS for m in sentence.mentions
        ) and not _OTHERS.search(sentence.folded, max(sentence.start, span.start - 12), span.end):
            continue  # "X and Y are among the lenders asked"
        if any(m.kind in FINANCIERS and _THESE.fullmatch(sentence.folded, m.end, span.start) for m in sentence.mentions):
            continue  # "KKR与Ares两家私募信贷机构"
        near = _label_group(sentence) or any(-160 < span.start - cue.end < 200 for cue in asked)
        if near and (group != "lenders" or not sentence.has("materials")):
            words = document.words_of(span)
            yield document.propose(
                sentence,
                "role.approached",
                group,
                "role: unnamed group asked",
                party=group,
                written=words,
                unnamed=True,
            )


def _label_group(sentence: Sentence) -> bool:
    """A bullet that begins with the group ("Private credit firms: the aim is to …") and speaks of debt."""
    head = sentence.folded[sentence.start : sentence.end]
    colon = head.find(":")
    return (
        0 < colon < 60
        and any(span.end <= sentence.start + colon for _, span in sentence.rows("groups"))
        and bool(sentence.money)
    )


def _labelled(document: Document, sentence: Sentence) -> Iterator[Proposal]:
    """ "Borrower: X" in a list of parties: one label, then names."""
    cut = _CUT.search(sentence.folded, sentence.start, min(sentence.end, sentence.start + 60))
    colon = cut.start() if cut else -1
    label = sentence.folded[sentence.start : max(colon, sentence.start)].strip(" •·*-–0123456789.()")
    if colon < 0:
        label, at = head_of(sentence)
        colon = at - 1
    if not label:
        return
    names = [n for part in _ALSO.split(label) for n in _named(part.strip())]
    names = _named(label)[:1] or names
    for name in dict.fromkeys(names):
        yield from _of_label(document, sentence, colon, name)


def _named(label: str) -> list[str]:
    """The roles of a label as it is, else without what only says which one: "sole", "mandated", "principal"."""
    bare = " ".join(word for word in label.split() if word not in LABEL_ADJECTIVES)
    return [n for n, labels in ROLE_LABELS if label in labels] or [n for n, labels in ROLE_LABELS if bare in labels]


_CUT = re.compile(r"[:：\t|]|\s{2,}")
_MANAGED = re.compile(
    r"[\s:：\t|.]*(?:certain |one or more |other )?(?:funds?|accounts|entities|vehicles|affiliates|subsidiaries|clients)\b.{0,40}?(?:(?:managed|advised|controlled|owned) by|of)\b"
)
_ALSO = re.compile(r"\s?(?:/|&|,|・|、|及|和|兼|与|및|\b(?:and|e|y|et|und|и)\b)\s?")


def _of_label(document: Document, sentence: Sentence, colon: int, name: str) -> Iterator[Proposal]:
    managed = _MANAGED.match(sentence.folded, colon + 1, sentence.end)
    after = managed.end() if managed else colon + 1
    for mention in first_after(sentence, after, reach=80) or _rest_as_name(document, sentence, colon):
        if name in ("borrower", "issuer"):
            document.borrowers.setdefault(sentence.index, mention.party)
        yield role(document, sentence, name, mention, "term sheet: labelled party")


def _rest_as_name(document: Document, sentence: Sentence, colon: int) -> list[Mention]:
    rest = document.text[colon + 1 : sentence.end]
    name = " ".join(rest.split("(")[0].split("（")[0].split()).strip(" .。,;、")
    if not 2 <= len(name) <= 80 or name[0].isdigit():
        return []
    start = colon + 1 + len(rest) - len(rest.lstrip())
    return [Mention(start, start + len(name), name, name, "unknown", known=False)]
