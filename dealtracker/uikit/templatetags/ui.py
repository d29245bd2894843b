"""`{% load ui %}`: the page kit. Every tag takes plain values in the shapes that the API gives.

Shapes
    amount    {"kind": "approx", "point": "300000000", "currency": "USD", "words": "about US$300m"}
    date      "2025-12-01", "2025-12", "2025-Q4", "2025", {"by": day}, {"after": day}, {"from": day, "to": day}
    standing  {"certainty": "reported", "sources": 7, "origins": 1, "newsrooms": 1, "by": None, "scope": None}
    stance    confirms | denies | declines_to_comment | no_response | not_asked
    empty     not_stated | not_disclosed | not_entered | not_applicable

Marks (one line of HTML each)
    {% icon "i-lock" "walled" %}                        symbol of static/img/icons.svg; no label = decoration
    {% ring standing %}  {% ring "contested" %}         certainty as a shape; silent=True beside its word
    {% mark standing href count=10 what="amount" %}     ring and count, opens the claims drawer (#drawer) in place
    {% blank "not_stated" "not named" %}                an empty value of one of four kinds
    {% value v "not_stated" %}                          v, or the empty value when it is None or ""
    {% amount a standing href %}                        as written, certainty, scale; scale=False without it
    {% band a %}                                        the scale alone
    {% country "JP" "reported" %}                       dashed = reported only, solid = stated or documented, ? = gap
    {% path steps %}                                    [{"label": "Borrower", "code": "US", "certainty": …}, …]
    {% stage "talks" standing reached=list words="…" %} ring, word, steps
    {% pips "talks" reached %}
    {% replies {"denies": 1} %}  {% stance "denies" %}
    {% when date short=True %}                          date with its precision
    {% count 7 "article" %}                             "7 articles"; "? articles" when not known
    {% badge "words" "contested" "r-denies" %}
    {% walled "Credit team" %}                          lock and name of the team that sees the deal
    {% why href "Proposed, contested" %}
    {% here known_on="2025-12-01" cursor=None %}        this address with parameters set, or taken out when None

Filters: amount_words, amount_detail, bounds_words, date_words, certainty_words, rests_on, country_name,
certainty_of, figure, get, unseen_shown (the text of others, with codes for what does not show in it).

Parts (templates/ui/): known_on_control, crumbs, tabs, chips, facets, columns, pager, data_table, kv, reply_matrix,
claims_drawer, source_list, field, form_errors, empty_state, pending_notice, lazy_part,
empty_legend, symbol_key. Their
shapes stand in parts.py.
Figures (templates/charts/): timeline_chart, exposure_chart, steps_chart, rail_chart, site_map, role_graph. Their
shapes stand in figures.py. Parts and figures are registered here, so that one `{% load ui %}` is enough.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from dealtracker.strictjson import UNSEEN
from dealtracker.uikit import atoms, figures, formats, parts
from dealtracker.uikit.countries import country_name
from dealtracker.uikit.languages import language_name

register = template.Library()

for name in (
    "icon",
    "ring",
    "mark",
    "blank",
    "amount",
    "band",
    "country",
    "path",
    "stage",
    "pips",
    "replies",
    "stance",
    "when",
    "badge",
    "why",
):
    register.simple_tag(getattr(atoms, name), name=name)

register.simple_tag(formats.count_words, name="count")
for name in ("amount_words", "amount_detail", "bounds_words", "date_words", "certainty_words", "rests_on"):
    register.filter(name, getattr(formats, name))
register.filter("country_name", country_name)
register.filter("language_name", language_name)

parts.register_on(register)
figures.register_on(register)


@register.simple_tag
def value(shown: object, kind: str = "not_stated", words: str = "") -> object:
    return shown if shown not in (None, "") else atoms.blank(kind, words)


@register.simple_tag
def walled(team: str) -> object:
    return atoms.badge(f"Seen by {team} only", "walled", "i-lock")


@register.filter
def figure(number: object, currency: str = "") -> str:
    read = formats.decimal_or_none(number)
    return formats.figure_words(read, currency) if read is not None else "not computable"


@register.filter
def certainty_of(code: str) -> str:
    return formats.certainty_words({"certainty": code})


@register.filter
def unseen_shown(text: object) -> SafeString:
    """The text of others, with the code of each character in it that does not show."""
    return mark_safe(UNSEEN.sub(_code_of, escape(text)))


def _code_of(found: re.Match[str]) -> str:
    return f'<span class="unseen">U+{ord(found[0]):04X}</span>'


@register.filter
def get(mapping: Mapping[str, Any], key: str) -> Any:
    """A value of a mapping whose key is not a name: `{{ names|get:"zh-Hans" }}`."""
    return mapping.get(key, "")


@register.filter
def part(names: Mapping[str, str], name: str) -> str:
    """The class of a series in a stacked figure."""
    return names.get(name, "")


@register.simple_tag(takes_context=True)
def here(context: Mapping[str, Any], **changes: object) -> str:
    """This page's address with parameters set to a value, to a list of values, or taken out when None."""
    request = context.get("request")
    query = request.GET.copy() if request else parts.empty_query()
    for name, new in changes.items():
        if new is None:
            query.pop(name, None)
        else:
            query.setlist(name, [str(v) for v in new] if isinstance(new, (list, tuple)) else [str(new)])
    path = request.path if request else ""
    return f"{path}?{query.urlencode()}" if query else path or "?"
