"""How values read on a page: amounts, dates, counts, standings. Plain Python, no clock, nothing rounded away.

Shapes: an amount is `{"kind", "low", "point", "high", "currency", "words"}` with decimal strings, a date is a string
such as "2025-12" or `{"by": day}`, `{"after": day}`, `{"from": day, "to": day}`, a standing is
`{"certainty", "sources", "origins", "newsrooms", "by", "scope"}`. What cannot be read is shown as it came: a page
never fails over a stored value.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from dealtracker.periods import DateError, When, day_words

SYMBOLS = {
    "USD": "US$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "CNY": "CN¥",
    "SGD": "S$",
    "HKD": "HK$",
    "AUD": "A$",
    "CAD": "C$",
    "NZD": "NZ$",
    "TWD": "NT$",
    "INR": "₹",
    "KRW": "₩",
}
SCALES = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))
EMPTY = {
    "not_stated": ("e-unstated", "not stated", "looked for; no source read states it"),
    "not_disclosed": ("e-withheld", "not disclosed", "a source mentions it and keeps it unnamed"),
    "not_entered": ("e-unasked", "not entered", "nobody has looked for it yet"),
    "not_applicable": ("e-na", "does not apply", "the field has no meaning here"),
}
CERTAINTY = {
    "inferred": ("c-inferred", "inferred", "our own reading; no source read states it"),
    "reported": ("c-reported", "reported", "one newsroom at the root"),
    "multiple_newsrooms": ("c-newsrooms", "multiple newsrooms", "another publisher states sourcing of its own"),
    "stated_by_party": ("c-party", "stated by party", "that party’s own text, or its quotation in the origin"),
    "documented": ("c-documented", "documented", "a filing or contract that was read"),
    "contested": ("c-contested", "contested", "a live denial, or two parties state different values"),
    "withdrawn": ("c-withdrawn", "withdrawn", "corrected or retracted at its root"),
}
STANCES = {
    "confirms": ("r-confirms", "confirms"),
    "denies": ("r-denies", "denies"),
    "declines_to_comment": ("r-declines", "declined to comment"),
    "no_response": ("r-none", "no response reported"),
    "not_asked": ("r-unasked", "not asked, as far as reported"),
}
STAGES = ("talks", "marketing", "committed", "signed", "closed")


def decimal_or_none(text: object) -> Decimal | None:
    """A finite decimal from its string, else None; floats and blanks are None."""
    if not isinstance(text, (str, int, Decimal)) or isinstance(text, bool):
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def figure_words(value: Decimal, currency: str = "") -> str:
    """ "US$7.5bn", "€10bn", "1,250,000 KWD": scaled only where at most four significant digits say it exactly."""
    sign, size = ("−" if value < 0 else ""), abs(value)
    text = next((short for scale, unit in SCALES if (short := _scaled(size, scale, unit))), None)
    text = text or f"{size.normalize():,f}"
    if currency in SYMBOLS:
        return f"{sign}{SYMBOLS[currency]}{text}"
    return f"{sign}{currency} {text}" if currency else sign + text


def _scaled(size: Decimal, scale: Decimal, unit: str) -> str | None:
    if size < scale:
        return None
    short = (size / scale).normalize()
    if len(short.as_tuple().digits) > 4 or short >= 10000:
        return None
    return f"{short:,f}{unit}"


def amount_words(amount: Mapping[str, Any] | None) -> str | None:
    """An amount as its source wrote it; composed from the bounds where no words are stored; None when unknown."""
    if not amount:
        return None
    if amount.get("kind") == "unknown":
        return None
    if words := str(amount.get("words") or "").strip():
        return words
    return bounds_words(amount)


def bounds_words(amount: Mapping[str, Any]) -> str | None:
    """The bounds in words, whatever the source wrote: "about US$300m", "up to €10bn", "US$600m to US$700m"."""
    currency = str(amount.get("currency") or "")
    read = {n: decimal_or_none(amount.get(n)) for n in ("low", "point", "high")}
    shown = {n: figure_words(v, currency) for n, v in read.items() if v is not None}
    forms = {
        "exact": "{point}",
        "approx": "about {point}",
        "at least": "at least {low}",
        "at most": "up to {high}",
        "range": "{low} to {high}",
    }
    form = forms.get(str(amount.get("kind") or "exact"), "{point}")
    try:
        return form.format(**shown)
    except KeyError:
        return None


def amount_detail(amount: Mapping[str, Any] | None) -> str:
    """The stored figure spelt out: "approx, point 300,000,000 USD, no band invented"."""
    if not amount or amount.get("kind") == "unknown":
        return "unknown; not zero"
    parts = [str(amount.get("kind") or "exact")]
    currency = str(amount.get("currency") or "")
    for name in ("low", "point", "high"):
        value = decimal_or_none(amount.get(name))
        if value is not None:
            parts.append(f"{name} {value.normalize():,f} {currency}".rstrip())
    if amount.get("kind") == "approx":
        parts.append("no band invented")
    return ", ".join(parts)


def date_words(value: object, *, short: bool = False) -> str:
    """ "1 Dec 2025", "Q4 2025", "no later than 1 Sep 2025" ("by 1 Sep 2025" when short); "" for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return day_words(value)
    try:
        when = (
            value if isinstance(value, When) else When.parse(value) if isinstance(value, str) else When.from_json(value)
        )
    except (DateError, TypeError):
        return str(value)
    if short and when.precision == "by":
        return when.in_words().replace("no later than", "by")
    return when.in_words()


def count_words(number: object, one: str = "", many: str = "") -> str:
    """ "1,204 articles", "1 root"; a count that is not known is "? articles", never 0."""
    many = many or (f"{one}s" if one else "")
    value = decimal_or_none(number)
    if value is None:
        return f"? {many}".strip()
    return f"{value:,f} {one if value == 1 else many}".strip()


def certainty_words(standing: Mapping[str, Any] | None) -> str:
    """ "stated by CoreWeave", "contested: whole report", "reported"; a code not known here is shown as it is."""
    if not standing or not standing.get("certainty"):
        return "certainty not computed"
    code = str(standing["certainty"])
    if code == "stated_by_party" and standing.get("by"):
        return f"stated by {standing['by']}"
    words = CERTAINTY.get(code, ("", code.replace("_", " "), ""))[1]
    return f"{words}, {standing['scope']}" if code == "contested" and standing.get("scope") else words


def rests_on(standing: Mapping[str, Any] | None) -> str:
    """What a value rests on: "7 articles, 1 at the root, 1 newsroom"; parts not known are left out. Filings and parties'
    own texts are roots too: "2 articles, 2 at the root, none by a newsroom"."""
    if not standing or standing.get("sources") is None:
        return ""
    parts = [count_words(standing["sources"], "article")]
    if standing.get("origins") is not None:
        parts.append(f"{count_words(standing['origins'])} at the root")
    if standing.get("newsrooms") is not None:
        parts.append(newsroom_words(standing["newsrooms"]))
    return ", ".join(parts)


def newsroom_words(number: object) -> str:
    """ "1 newsroom"; for none, that the roots are not newsrooms."""
    return "none by a newsroom" if number == 0 else count_words(number, "newsroom")


def is_stated(certainty: str | None) -> bool:
    """Whether a solid line may be drawn: the party said it or a document was read. All else is dashed."""
    return certainty in ("stated_by_party", "documented")
