"""The head of a deal's page: amount as written, stage, certainty with its reason, and the days on which it was published."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from deals.pages.deal.seen import Seen, mark, silent_days, why_link
from deals.timeline.calc import STAGES
from dealtracker.uikit import formats

# After so many days without a first-hand report a page says so; a policy, and named as one.
SILENCE_DAYS = 180


def header(seen: Seen) -> dict[str, Any]:
    """What stands above the sections, as plain values."""
    derived, doc = seen.derived, seen.doc
    counts, headline = derived["counts"], derived["headline"]
    been = {
        stage["code"] for stage in derived["stages"].get("deal", ()) if stage["start"] <= seen.clock.as_of.isoformat()
    }
    reached = [code for code in STAGES if code in been]
    return {
        "title": doc["title"],
        "labels": doc["labels"],
        "team": doc["compartment"] if doc["compartment"] != "Public" else "",
        "invented": doc["demo"] == "invented",
        "headline": headline,
        "amount_mark": _amount_mark(seen),
        "measure": _measure(seen, headline),
        "stage": derived["stage"],
        "reached": reached or ([derived["stage"]["code"]] if derived["stage"] else []),
        "stages": _stages(derived["stage_counts"]),
        "standing": seen.standing({**counts, **derived["certainty"], "certainty": derived["certainty"]["code"]}),
        "reason": derived["certainty"]["reason"],
        "contested": derived["certainty"]["code"] == "contested",
        "silence": silence(seen),
        "last": derived["last_report"],
    }


def _measure(seen: Seen, headline: Any) -> str:
    """What the amount measures; a sum of our own leads to the facilities that it is made of."""
    if not headline:
        return ""
    if headline.get("sum_of"):
        return why_link(seen, f"our sum of {headline['sum_of']} facilities", "headline")
    if headline.get("one_of"):
        return f"the largest of {headline['one_of']} facilities that cannot be summed"
    return "" if headline["measure"] == "debt" else str(headline["measure"])


def _amount_mark(seen: Seen) -> Any:
    headline = seen.derived["headline"]
    return mark(seen, headline["of"], headline["standing"], "this amount") if headline and headline.get("of") else ""


def _stages(counts: Any) -> str:
    """Where the facilities are in different stages: "1 closed, 1 not stated"."""
    return ", ".join(f"{n} {code}" for code, n in counts.items()) if len(counts) > 1 else ""


def silence(seen: Seen) -> str:
    """No verdict on the deal: a count of days, marked as inferred, with the policy it goes by."""
    derived = seen.derived
    return silence_words(
        silent_days(derived, seen.clock.known_on), is_bound=derived["last_report"] != derived["last_report_earliest"]
    )


def silence_words(days: int | None, *, is_bound: bool = False) -> str:
    """The count in words; a bound where the last report is undated, since its day can have been earlier."""
    if days is None:
        return "no first-hand report has a date"
    if days < SILENCE_DAYS:
        return ""
    least = "at least " if is_bound else ""
    return (
        f"no new first-hand report for {least}{formats.count_words(days, 'day')} (inferred, {SILENCE_DAYS}-day policy)"
    )


def publication_days(seen: Seen) -> dict[date, int]:
    """Day → number of sources known from then on."""
    return dict(Counter(date.fromisoformat(source["published_to"]) for source in seen.doc["sources"]))


def strip(seen: Seen, first: date | None) -> dict[str, Any]:
    """The clock strip: a rail of the days, and the neighbour before the day shown."""
    days = publication_days(seen)
    known_on = seen.clock.known_on
    earlier = max((day for day in days if day < known_on and (first is None or day >= first)), default=None)
    base = seen.root + "?" + (f"as_of={seen.clock.as_of}&" if seen.clock.as_of != seen.clock.today else "")
    return {
        "rail": {"base_url": base, "known_on": known_on, "days": days} if days else None,
        "earlier": earlier,
        "earlier_url": f"{base}known_on={earlier}" if earlier else "",
        "first": first,
        "compare_from": first or known_on - timedelta(days=90),
    }
