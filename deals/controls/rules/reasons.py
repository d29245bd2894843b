"""The sentences beside an answer: why this step, what a reader must know of the day, and what would settle it."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from deals.controls.rules import ladder
from deals.controls.rules.case import DOUBTED_SOURCE, NOT_STATED, REQUIRED, Case
from deals.controls.rules.context import Context
from deals.controls.rules.finding import CandidateAnswer, Finding, Settle
from deals.controls.rules.items import Item, figures_in_words, test_item
from deals.controls.rules.kinds import KINDS
from deals.controls.rules.pack import Pack, Remark
from deals.controls.rules.places import as_treated, groups_in_words
from deals.hardware.calc.naming import UNKNOWN_WORDS, nearest
from dealtracker.periods import day_words

# More chips than these are counted in a sentence, not named; `candidates` holds them all.
MOST_NAMED = 8
NO_MATCH = (
    "no match on the data entered, under the rules listed, read up to {day}; "
    "not legal advice and not a licence determination"
)


def answer_reasons(
    case: Case,
    item: Item,
    step: str,
    findings: Sequence[Finding],
    missing: Sequence[str],
    candidates: Sequence[CandidateAnswer],
    pack: Pack,
) -> tuple[str, ...]:
    """All sentences of an answer, the deciding ones first, each once."""
    said = [reason for f in findings if f.decides for reason in f.reasons]
    said += [reason for f in findings if f.rule.kind == "policy_modifier" for reason in f.reasons]
    if missing:
        said.append(f"not known: {', '.join(missing)}")
    said += [*_role(case), *_item(case, item, candidates, pack)]
    if case.day:
        said += _of_the_day(case, item, step, pack)
    return tuple(dict.fromkeys(said))


def settles_of(case: Case, findings: Sequence[Finding], missing: Sequence[str], pack: Pack) -> tuple[Settle, ...]:
    """What would settle the open points: missing inputs first, then doubted ones, then what the rules leave open."""
    found = [Settle("input_missing", name, pack.questions.get(name, name)) for name in missing]
    for name in REQUIRED:
        doubt = case.certainty.get(name)
        if doubt in (*DOUBTED_SOURCE, *NOT_STATED):
            kind = "source_contested" if doubt in DOUBTED_SOURCE else "input_missing"
            found.append(Settle(kind, name, f"{name} is {doubt}: {pack.questions[name]}"))
    found += [settle for f in findings for settle in f.settles]
    return tuple(dict.fromkeys(found))


def not_evaluated(case: Case, pack: Pack) -> tuple[tuple[str, str], ...]:
    """Rules of that day that were not applied to the case, each with the reason; silence would look like an answer."""
    said: list[tuple[str, str]] = []
    for rule in (r for r in pack.rules if case.day and case.day in r.period):
        if rule.kind == "not_applicable":
            said.append((rule.id, f"does not reach this kind of line: {rule.table['why']}"))
        elif rule.kind == "ownership" and case.listed_ownership is None:
            said.append((rule.id, "ownership by listed parties was not given: not screened"))
        elif rule.kind == "origin" and case.moves_from is None:
            said.append((rule.id, "the country that the hardware leaves was not given"))
    return tuple(said)


def _role(case: Case) -> list[str]:
    if case.role.kind == "other":
        return [f'no rule of the pack speaks of a party that is "{case.role.words}": a person reviews its part']
    if case.role.kind == "unknown" and case.role.words.strip().casefold() not in UNKNOWN_WORDS:
        words = "buyer, lessee, consignee, end user, cloud customer, none"
        return [f'the role "{case.role.words}" cannot be read; use words such as {words}']
    return []


def _item(case: Case, item: Item, candidates: Sequence[CandidateAnswer], pack: Pack) -> list[str]:
    if item.is_unknown and case.model:
        near = nearest(case.model, item.match.chips)
        hint = f"; nearest names: {', '.join(near)}" if near and item.match.kind == "unknown" else ""
        return [f'"{case.model}" names no single chip of the catalogue{hint}', *_spread(candidates)]
    if item.is_unknown:
        return ["the chip model is unknown", *_spread(candidates)]
    said = [f"{item.name}: {figures_in_words(item)}; computed from public figures"]
    if len(item.options) == 1 and (chip := item.options[0].chip):
        if case.day and chip.released.value and chip.released.value > case.day:
            released = day_words(chip.released.value)
            said.append(f"by the catalogue {chip.name} was released on {released}, after that day")
        if case.figures or case.flags:
            said.append("figures entered with the case take the place of the catalogue's")
    return [*said, *_spread(candidates)]


def _spread(candidates: Sequence[CandidateAnswer]) -> list[str]:
    """Which chips give which answer: by name where a reader can take the names in, else how many."""
    models = {step: [c.model for c in candidates if c.step == step] for step in ladder.LADDER}
    shown = ", ".join(f"{step} for {_named(found)}" for step, found in models.items() if found)
    return [f"of {len(candidates)} chips that may be meant: {shown}"] if shown else []


def _named(models: Sequence[str]) -> str:
    return str(len(models)) if len(models) > MOST_NAMED else f"{len(models)} ({', '.join(models)})"


def _of_the_day(case: Case, item: Item, step: str, pack: Pack) -> list[str]:
    assert case.day is not None
    said = []
    if step in (ladder.NO_MATCH_ON_DATA, ladder.INFO):
        said += [_classes(item, pack), *_places(case, pack), *_other_days(case, item, pack)]
        said.append(NO_MATCH.format(day=day_words(pack.read_up_to)))
    if case.day < pack.earliest_rule:
        said.append(f"the earliest licence rule of this pack begins on {day_words(pack.earliest_rule)}; none is older")
    if case.day > pack.read_up_to:
        said.append(
            f"{day_words(case.day)} lies beyond {day_words(pack.read_up_to)}, the day up to which the pack was read: "
            "later changes are not in it"
        )
    said += [*_leaves(case, pack), *(pack.treated_as[c][1] for c in _countries(case) if c in pack.treated_as)]
    said += [remark.text for remark in pack.remarks if _concerns(remark, case, item, pack)]
    return said


def _leaves(case: Case, pack: Pack) -> list[str]:
    """That the pack is silent on the country that the hardware leaves, where it is; that of the United States is the EAR."""
    leaves = case.moves_from
    if leaves is None or as_treated(leaves, pack) == "US" or case.day is None:
        return []
    if any(rule.kind == "origin" and case.day in rule.period and leaves in rule.table["moves_from"] for rule in pack.rules):
        return []
    return [f"the pack holds no rule of that day on what leaves {leaves}: its own export control is not evaluated"]


def _classes(item: Item, pack: Pack) -> str:
    words = {True: "within", False: "outside", None: "not decided for"}
    said = {name: words[test_item({"item": name}, item, pack.items)] for name in ("3A090.a", "3A090.b")}
    shown = "; ".join(f"{word} {pack.item_titles[name]}" for name, word in said.items())
    return f"by the thresholds of 17 Nov 2023 {item.name} is {shown}"


def _places(case: Case, pack: Pack) -> list[str]:
    assert case.day is not None
    shown = "; ".join(groups_in_words(code, pack=pack, day=case.day) for code in _countries(case))
    return [f"country groups: {shown}"] if shown else []


def _other_days(case: Case, item: Item, pack: Pack) -> list[str]:
    """Licence rules that would have matched had the day been one of theirs."""
    assert case.day is not None
    said = []
    for rule in pack.rules:
        if rule.kind != "licence" or case.day in rule.period or rule.outcome == ladder.INFO:
            continue
        later = case.day < rule.period.start
        day = rule.period.start if later else rule.period.end - timedelta(days=1)
        found = KINDS[rule.kind](rule, Context(replace(case, day=day), item, pack, day))
        if found and ladder.at_least(found.step, ladder.EXCEPTION_POSSIBLE):
            when = "begins on" if later else "ended after"
            said.append(f"{rule.id} would match this line, but {when} {day_words(day)}")
    return said


def _concerns(remark: Remark, case: Case, item: Item, pack: Pack) -> bool:
    if case.day is None or case.day not in remark.period:
        return False
    keys = {option.chip.key for option in item.options if option.chip}
    if remark.models is not None and not keys & remark.models:
        return False
    seen = {as_treated(code, pack) for code in _countries(case)}
    return remark.countries is None or bool(seen & remark.countries)


def _countries(case: Case) -> tuple[str, ...]:
    """Countries entered, each once."""
    given = (case.destination, case.end_user_hq, case.ultimate_parent_hq)
    return tuple(dict.fromkeys(code for code in given if code))
