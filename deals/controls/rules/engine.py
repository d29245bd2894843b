"""The one entry to the rules: `evaluate(case)`. A pure function of the case, the pack and the catalogue; no clock."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from deals.controls.rules import ladder
from deals.controls.rules.after import accompanies, modify_policies
from deals.controls.rules.case import OPENS, REQUIRED, Case
from deals.controls.rules.context import Context
from deals.controls.rules.finding import CandidateAnswer, Decided, Finding, Result
from deals.controls.rules.items import Item, Option, item_of, test_item
from deals.controls.rules.kinds import KINDS
from deals.controls.rules.licence import UNDETERMINED
from deals.controls.rules.pack import Pack
from deals.controls.rules.reasons import answer_reasons, not_evaluated, settles_of
from deals.controls.rules.tri import Tri
from deals.hardware.calc.chip import COMPUTED, FIGURES, FLAGS, Catalogue, Chip

FIGURE_NAMES = frozenset((*FIGURES, *COMPUTED, *FLAGS))
# Of several policies on one step the answer shows the first of these that any finding has.
_POLICIES = ("presumption_of_denial", UNDETERMINED, "case_by_case", "presumption_of_approval")


def evaluate(case: Case, *, pack: Pack, catalogue: Catalogue, item: Item | None = None) -> Result:
    """What the pack says of the case on its day; shapes in `finding`, steps in `ladder`.

    Required inputs that are unknown or contested keep the answer at NEEDS_REVIEW or above. For an unknown model, and
    for a name that several chips share, `candidates` holds the answer that each of them would give. `item` is what `item_of` says
    of the case, for who asks of many days.
    """
    item = item or item_of(case, catalogue)
    decided = decide(case, item, pack=pack)
    step, missing, candidates = decided.step, decided.missing, decided.candidates
    findings = _strongest_first([*decided.findings, *_beside(case, item, decided.findings, pack=pack)])
    return Result(
        id=case.id,
        day=case.day,
        step=step,
        policy=decided.policy,
        findings=findings,
        missing=missing,
        reasons=answer_reasons(case, item, step, findings, missing, candidates, pack),
        settles=settles_of(case, findings, missing, pack),
        questions=tuple((name, pack.questions[name]) for name in missing if name in pack.questions),
        candidates=candidates,
        not_evaluated=not_evaluated(case, pack),
        inputs=case.inputs(),
        pack_version=pack.version,
        catalogue_version=catalogue.version,
        read_up_to=pack.read_up_to,
    )


def decide(case: Case, item: Item, *, pack: Pack) -> Decided:
    """The step and all that it rests on, without the words and the findings beside it."""
    findings = evaluate_item(case, item, pack=pack) if case.day else ()
    candidates = _candidates(case, item, pack=pack) if case.day else ()
    missing = _missing(case, item, findings, candidates, pack)
    floor = ladder.NEEDS_REVIEW if _is_open(case, missing) else ladder.NO_MATCH_ON_DATA
    step = ladder.strongest([floor, *(f.step for f in findings if f.decides)])
    return Decided(step, _policy(step, findings), findings, missing, candidates)


def evaluate_item(case: Case, item: Item, *, pack: Pack) -> tuple[Finding, ...]:
    """The findings on the case's day that bear on the step, strongest first."""
    assert case.day is not None, "a case without a day has no findings"
    context = Context(case, item, pack, case.day)
    rules = pack.rules_on(case.day)
    found = [finding for rule in rules if (finding := KINDS[rule.kind](rule, context))]
    for rule in (r for r in rules if r.kind == "policy_modifier"):
        found = modify_policies(rule, context, found)
    return _strongest_first(found)


def _beside(case: Case, item: Item, found: Sequence[Finding], *, pack: Pack) -> list[Finding]:
    """What a reader should see beside these findings; it decides nothing."""
    if case.day is None:
        return []
    context = Context(case, item, pack, case.day)
    told = (accompanies(rule, context, found) for rule in pack.rules_on(case.day) if rule.kind == "accompanies")
    return [finding for finding in told if finding]


def _strongest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that decide before those that stand by."""
    return tuple(sorted(findings, key=lambda f: (not f.decides, ladder.rank(f.step))))


def _candidates(case: Case, item: Item, *, pack: Pack) -> tuple[CandidateAnswer, ...]:
    """The answer for each chip that the line may be; none when the line is one chip or bare figures."""
    if item.match.kind == "chip" or (item.options and len(item.options) == 1):
        return ()
    answered: dict[tuple[Tri, ...], tuple[str, str | None]] = {}
    found = []
    for chip in item.match.chips:
        one = item_of_chip(item, chip, case)
        # Chips that meet the same tests have the same answer; only the words beside it differ, and those are not kept.
        tests = _tests_met(chip, one, pack, is_bare=not (case.figures or case.flags))
        if tests not in answered:
            answered[tests] = _as_chip(case, chip, one, pack)
        found.append(CandidateAnswer(chip.key, chip.name, *answered[tests]))
    return tuple(found)


def _tests_met(chip: Chip, one: Item, pack: Pack, *, is_bare: bool) -> tuple[Tri, ...]:
    """Which of the pack's item tests a chip meets; kept with the pack, since every case with an unknown chip asks."""
    if is_bare and (kept := pack.tests_met.get(id(chip))):
        return kept[1]
    found = tuple(test_item({"item": name}, one, pack.items) for name in pack.items)
    if is_bare:
        pack.tests_met[id(chip)] = chip, found
    return found


def _as_chip(case: Case, chip: Chip, one: Item, pack: Pack) -> tuple[str, str | None]:
    """Step and policy, were the line this chip."""
    findings = evaluate_item(case, one, pack=pack)
    lacks = _missing(replace(case, model=chip.name), one, findings, (), pack)
    floor = ladder.NEEDS_REVIEW if lacks_required(lacks) else ladder.NO_MATCH_ON_DATA
    step = ladder.strongest([floor, *(f.step for f in findings if f.decides)])
    return step, _policy(step, findings)


def item_of_chip(item: Item, chip: Chip, case: Case) -> Item:
    """The same line, were it this chip."""
    if chip.key not in item.as_chips:
        match = replace(item.match, kind="chip", chips=(chip,))
        item.as_chips[chip.key] = Item(chip.name, (Option(chip, case.figures, case.flags),), match)
    return item.as_chips[chip.key]


def _missing(
    case: Case, item: Item, findings: Sequence[Finding], candidates: Sequence[CandidateAnswer], pack: Pack
) -> tuple[str, ...]:
    """Names of inputs that are not known and would change or settle the answer, the required ones first."""
    names = [name for name in REQUIRED if case.value(name) is None]
    differ = len({(c.step, c.policy) for c in candidates}) > 1
    if "model" not in names and (item.is_unknown or differ):
        names.insert(0, "model")
    if case.role.kind == "other":
        names.append("role_of_china_party")
    asked = [*_unknown_figures(case, item, pack), *(name for finding in findings for name in finding.missing)]
    if not differ and not item.is_unknown:
        asked = [name for name in asked if name != "model"]
    return tuple(dict.fromkeys([*names, *asked]))


def _unknown_figures(case: Case, item: Item, pack: Pack) -> list[str]:
    """Figures that some licence rule of the day turns on, wherever the chip goes: an unclassified chip never passes."""
    if case.day is None or len(item.options) != 1:
        return []
    context = Context(case, item, pack, case.day)
    names = [r.table["item"] for r in pack.rules_on(case.day) if r.kind == "licence" and "item" in r.table]
    return [figure for name in names if context.meets(name) is None for figure in context.lacks_for(name)]


def lacks_required(missing: Sequence[str]) -> bool:
    """Whether one of the missing names keeps an answer at NEEDS_REVIEW: a required input, or a chip's figure."""
    return any(name in REQUIRED or name in FIGURE_NAMES for name in missing)


def _is_open(case: Case, missing: Sequence[str]) -> bool:
    return lacks_required(missing) or any(case.certainty.get(name) in OPENS for name in REQUIRED)


def _policy(step: str, findings: Sequence[Finding]) -> str | None:
    """The strictest policy among the findings on the answer's step; None below EXCEPTION_POSSIBLE."""
    if not ladder.at_least(step, ladder.EXCEPTION_POSSIBLE):
        return None
    said = [f.policy for f in findings if f.decides and f.step == step and f.policy]
    return min(said, key=_strictness, default=None)


def _strictness(policy: str) -> int:
    return next((i for i, start in enumerate(_POLICIES) if policy.startswith(start)), len(_POLICIES))


def evaluate_on(case: Case, days: dict[str, date | None], *, pack: Pack, catalogue: Catalogue) -> dict[str, Result]:
    """The case on several days, by the caller's names for them (order, delivery, today's date)."""
    return {name: evaluate(case.on(day), pack=pack, catalogue=catalogue) for name, day in days.items()}
