"""What a deal sheet does not say, as plain questions to ask: a table of gaps, and what the rules ask of each line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from deals.agreements.words import USERS
from deals.reports.line_answers import LineAnswer
from deals.sheets.calc.parents import parents_on

Row = Mapping[str, Any]
# Topic → heading, in the order of the list.
TOPICS = {
    "money": "Money", "lenders": "Lenders", "terms": "Terms", "hardware": "Hardware",
    "sites": "Sites and operator", "use": "Use", "evidence": "Evidence",
}  # fmt: skip
_LENDERS = ("lender", "lead lender", "noteholder", "participant", "investor", "anchor investor", "lead investor")
_BORROWERS = ("borrower", "issuer", "co-borrower", "lessor")
# Inputs of the rules that are no figure of a chip → topic.
_TOPIC_OF = {
    "end_user_hq": "use", "ultimate_parent_hq": "use", "role_of_china_party": "use", "recipient_status": "use",
    "listed_ownership": "use", "destination": "sites",
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """`because` says what of the sheet leaves it open; `at` is the anchor of that part of the deal's page.

    `settles` is the input of the export rules that an answer would give: the rules' own question is then not asked again.
    """

    topic: str
    text: str
    because: str
    at: str = ""
    settles: str = ""


def deal_questions(sheet: Row, answers: Sequence[LineAnswer], *, day: date) -> list[Question]:
    """Every open point of the sheet, by topic, each question once."""
    found = [question for ask in _ASKED for question in ask(sheet)]
    found += _parents(sheet, day)
    asked = {question.settles for question in found}
    found += [question for answer in answers for question in _of_rules(answer) if question.settles not in asked]
    order = list(TOPICS)
    once = {question.text: question for question in reversed(found)}
    return sorted((q for q in found if once[q.text] is q), key=lambda question: order.index(question.topic))


def _money(sheet: Row) -> Iterator[Question]:
    facilities = sheet["facilities"]
    if not facilities:
        text = "Is there a loan or an issue, of what kind and amount, in which currency?"
        yield Question("money", text, "no facility is entered", "facilities")
    for row in facilities:
        name, at = _name(row, "facility"), f"facilities-{row['key']}"
        if not _known(row.get("amount")):
            yield Question("money", f"What is the amount of the {name}, and in which currency?", "the amount is not stated", at)
        elif row["amount"].get("kind") != "exact":
            yield Question("money", f"What is the exact amount of the {name}?", f"only known as “{_words(row['amount'])}”", at)
        if row.get("commitment") in (None, "unknown"):
            yield Question("money", f"Is the {name} committed, and under which conditions?", "commitment is not stated", at)
        if not row.get("purpose"):
            yield Question("money", f"What may the {name} be spent on?", "use of proceeds is not stated", at)


def _lenders(sheet: Row) -> Iterator[Question]:
    named = [role for role in sheet["roles"] if role.get("role") in _LENDERS]
    if not named:
        yield Question("lenders", "Who are the lenders, by legal name, and what does each hold?", "no lender is named", "roles")
    kinds = {row["id"]: row for row in sheet["parties"]}
    for role in sheet["roles"]:
        party = kinds.get(_ref(role.get("party")), {})
        if role.get("group") in ("money", "agent") and party.get("kind") == "unnamed group":
            why = "known as a group only" + (f": {party['reason_unnamed']}" if party.get("reason_unnamed") else "")
            yield Question("lenders", f"Which are they, one by one: {party['name']}?", why, f"roles-{role['key']}")
    if named and not sheet["holds"]:
        yield Question("lenders", "What does each lender hold of each facility?", "no hold is disclosed", "roles")
    for role in named:
        party = kinds.get(_ref(role.get("party")), {})
        if party and party.get("kind") != "unnamed group" and not party.get("hq_country"):
            text = f"Where are {party['name']} and its ultimate parent headquartered?"
            yield Question("lenders", text, "the seat of a lender is not stated", f"roles-{role['key']}")


def _borrower(sheet: Row) -> Iterator[Question]:
    parties = {row["id"]: row for row in sheet["parties"]}
    borrowers = [parties.get(_ref(role.get("party")), {}) for role in sheet["roles"] if role.get("role") in _BORROWERS]
    if not borrowers:
        yield Question("money", "Who borrows, by legal name and register number?", "no borrower is entered", "roles")
    for party in borrowers:
        if party and not party.get("hq_country"):
            yield Question("money", f"Where is {party['name']} headquartered?", "the seat of the borrower is not stated", "roles")


def _parents(sheet: Row, day: date) -> Iterator[Question]:
    """Borrowers and users of which no owner is entered that anybody may see."""
    users, borrowers = (
        {_ref(role.get("party")) for role in sheet["roles"] if role.get("role") in names} for names in (USERS, _BORROWERS)
    )
    for party in (row for row in sheet["parties"] if row["id"] in users | borrowers):
        if not parents_on(party.get("ultimate_parents", ()), day):
            topic = "money" if party["id"] in borrowers else "use"
            settles = "ultimate_parent_hq" if party["id"] in users else ""
            text = f"Who is the ultimate parent of {party['name']}, and where is it headquartered?"
            yield Question(topic, text, "no owner is entered", "roles", settles)


# field of a facility → what is asked, what is missing
_TERMS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("tenor_months", "maturity_date", "maturity_rule"), "For how long does the {name} run?", "no term is stated"),
    (("amortisation", "redemption"), "How is the {name} repaid?", "repayment is not stated"),
    (("seniority",), "How does the {name} rank?", "rank is not stated"),
    (("recourse",), "To whom does the {name} have recourse?", "recourse is not stated"),
)


def _terms(sheet: Row) -> Iterator[Question]:
    for row in (r for r in sheet["facilities"] if r.get("measure") != "equity"):
        name, at = _name(row, "facility"), f"facilities-{row['key']}"
        for fields, text, because in _TERMS:
            if not any(row.get(field) for field in fields):
                yield Question("terms", text.format(name=name), because, at)
        if not _of(sheet["pricing"], row):
            yield Question("terms", f"What does the {name} cost: base, margin or rate, fees?", "no price is stated", at)
        if not _of(sheet["pledges"], row):
            text = f"What secures the {name}, and may a lender move it on enforcement?"
            yield Question("terms", text, "no security is stated", at)


def _hardware(sheet: Row) -> Iterator[Question]:
    if not sheet["hardware"]:
        yield Question("hardware", "Which chips are bought, how many, from whom?", "no hardware line is entered", "assets")
    for row in sheet["hardware"]:
        name, at = _line(row), f"hardware-{row['key']}"
        if not _known(row.get("quantity")):
            text = f"How many of the {name}, counted as chips, servers or racks?"
            yield Question("hardware", text, "the quantity is not stated", at)
        elif row.get("unit", "unsaid") == "unsaid":
            yield Question("hardware", f"Are the {name} counted as chips, servers or racks?", "the unit is not stated", at)
        if not row.get("by"):
            yield Question("hardware", f"When are the {name} ordered, and when delivered?", "no date is stated", at)
        if not row.get("site"):
            yield Question("hardware", f"Where will the {name} stand?", "no site is stated for this line", at, "destination")
        if not row.get("vendor"):
            yield Question("hardware", f"Who sells the {name}, and who is the importer?", "no vendor is stated", at)


def _sites(sheet: Row) -> Iterator[Question]:
    if not sheet["sites"]:
        text = "At which site, in which country, will the machines stand?"
        yield Question("sites", text, "no site is entered", "assets", "destination")
    operated = {_ref(role.get("site")) for role in sheet["roles"] if role.get("role") == "operator"}
    for row in sheet["sites"]:
        name, at = row.get("name") or "not named", f"sites-{row.get('key', '')}"
        if row.get("precision") != "exact":
            text = f"What is the address of the site “{name}”?"
            yield Question("sites", text, f"known to the {row.get('precision') or 'country'} only", at)
        if not operated & {row["id"], ""}:
            text = f"Who operates the site “{name}”, and who holds the keys and the administrator accounts?"
            yield Question("sites", text, "no operator is stated", at)
        if not row.get("capacities"):
            yield Question("sites", f"Which power is contracted at the site “{name}”, from when?", "no capacity is stated", at)


def _use(sheet: Row) -> Iterator[Question]:
    parties = {row["id"]: row for row in sheet["parties"]}
    users = [parties.get(_ref(role.get("party")), {}) for role in sheet["roles"] if role.get("role") in USERS]
    if not users:
        text = "Who will use the machines, and from which country?"
        yield Question("use", text, "no user is stated or reported", "roles", "end_user_hq")
    for party in filter(None, users):
        if not party.get("hq_country"):
            text = f"Where is {party['name']} headquartered?"
            yield Question("use", text, "the seat of the user is not stated", "roles", "end_user_hq")
    if users and not any(_known(row.get("term_months")) for row in sheet["contracts"]):
        text = "For how long, and under which contract, will the machines be used?"
        yield Question("use", text, "no contract with a term is entered", "roles")


def _evidence(sheet: Row) -> Iterator[Question]:
    for reply in sheet["replies"]:
        who, scope = (reply.get("party") or {}).get("name") or "a party", reply.get("scope") or "without details"
        if reply.get("stance") == "denies":
            text = f"Which part of the reports does {who} deny: the deal, the amount, the user, the site?"
            yield Question("evidence", text, f"denied, {scope}", "replies")
    if sheet["derived"]["counts"].get("origins") == 1:
        text = "Who else, with knowledge of their own, can confirm the deal?"
        yield Question("evidence", text, "one root stands behind all articles", "sources")


def _of_rules(answer: LineAnswer) -> Iterator[Question]:
    """What the rules ask of a line; questions of a chip go to hardware, those of parties to use."""
    for field, text in answer.result.questions:
        why = f"the export rules ask it of {_line(answer.line)}"
        yield Question(_TOPIC_OF.get(field, "hardware"), text, why, f"hardware-{answer.line['key']}", field)


_ASKED: tuple[Callable[[Row], Iterator[Question]], ...] = (
    _money, _borrower, _lenders, _terms, _hardware, _sites, _use, _evidence,
)  # fmt: skip


def _known(amount: Any) -> bool:
    return isinstance(amount, Mapping) and amount.get("kind", "unknown") != "unknown"


def _words(amount: Row) -> str:
    return str(amount.get("words") or amount.get("kind"))


def _ref(value: Any) -> str:
    return str(value.get("id", "")) if isinstance(value, Mapping) else ""


def _of(rows: Sequence[Row], facility: Row) -> bool:
    return any(row.get("facility") == facility["id"] for row in rows)


def _name(row: Row, otherwise: str) -> str:
    return str(row.get("name") or row.get("kind") or otherwise) if isinstance(row.get("name", ""), str) else otherwise


def _line(row: Row) -> str:
    model = row.get("model")
    name = model.get("name") if isinstance(model, Mapping) else None
    words = row.get("model_words")
    said = words.removesuffix(", model not stated") if isinstance(words, str) else ""
    return str(name or said or "chips")
