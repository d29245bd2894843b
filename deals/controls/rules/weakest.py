"""What a finding rests on that is known least: an input, a chip's figure, the group list, or the rule itself."""
from __future__ import annotations

from datetime import date

from deals.controls.rules.case import Case
from deals.controls.rules.finding import Weakest
from deals.controls.rules.items import Item, read_by
from deals.controls.rules.pack import Pack, Rule

# Weakest first. A rule or a list that was not verified weighs more than a figure that no page confirmed.
ORDER = (
    "unknown",
    "withdrawn",
    "contested",
    "not_verified",
    "guessed",
    "reconstructed",
    "unconfirmed",
    "inferred",
    "reported",
    "multiple_newsrooms",
    "stated_by_party",
    "documented",
    "entered",
)


def weakest(rule: Rule, *, uses: tuple[str, ...], case: Case, item: Item, pack: Pack, day: date) -> Weakest:
    """The first of ORDER among what the finding uses; ties go to the earlier use."""
    found = [Weakest(name, case.known(name)) for name in uses]
    found += [Weakest(name, "unconfirmed") for name in _unconfirmed_figures(rule, item, pack)]
    state = rule.state_on(day)
    if state and state.state == "not_verified":
        found.append(Weakest(rule.id, "not_verified"))
    if {"destination", "end_user_hq"} & set(uses):
        found += _groups(pack, day)
    return min(found, key=lambda w: ORDER.index(w.certainty), default=Weakest(rule.id, "entered"))


def _unconfirmed_figures(rule: Rule, item: Item, pack: Pack) -> list[str]:
    name = rule.table.get("item")
    if not name or len(item.options) != 1:
        return []
    [option] = item.options
    known = [n for n in read_by(name, pack) if option.figure(n) is not None or option.flag(n) is not None]
    return [n for n in known if not option.is_confirmed(n)]


def _groups(pack: Pack, day: date) -> list[Weakest]:
    groups = pack.country_set(day)
    if groups and (groups.confirmed.startswith("reconstructed") or day not in groups.period):
        return [Weakest(groups.id, "reconstructed")]
    return []
