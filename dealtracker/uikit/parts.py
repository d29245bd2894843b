"""Parts of a page with a template of their own: each function takes plain values and gives the template its context.

link        {"label", "url", "current": bool, "n": count or None}
facet       {"name", "title", "open": bool, "options": [option], "groups": [{"title", "layer", "options"}]}
option      {"value", "label", "n", "checked", "disabled", "certainty", "empty", "name"}
claim       {"id", "source", "relation", "words", "lang", "quote": bool, "detail", "date", "drift": bool, "url"}
origin      {"publisher", "date", "standing", "note", "badge", "url", "reports": [report]}
report      {"publisher", "url", "language", "kind", "date", "drift": words or None, "compared": bool, "hop": 1 to 3}
reply       {"party", "role", "url", "stance", "detail", "scope", "words", "lang", "put_by", "date", "asked_by_us",
            "drift"}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.http import QueryDict

from dealtracker.periods import DateError, parse_day
from dealtracker.uikit import formats

CLOCKS = ("known_on", "as_of", "cursor")


def empty_query() -> QueryDict:
    return QueryDict(mutable=True)


def _day(given: object) -> date | None:
    if isinstance(given, date):
        return given
    try:
        return parse_day(given) if given else None
    except DateError:
        return None


def known_on_control(context: Mapping[str, Any]) -> dict[str, Any]:
    """The clock of the header: reads `known_on`, `as_of`, `today` and `request` of the context, keeps the address."""
    request = context.get("request")
    kept = [(k, v) for k, values in request.GET.lists() if k not in CLOCKS for v in values] if request else []
    today = _day(context.get("today"))
    known_on, as_of = _day(context.get("known_on")) or today, _day(context.get("as_of")) or today
    return {
        "kept": kept,
        "path": request.path if request else "",
        "known_on": known_on,
        "as_of": as_of,
        "known_on_words": formats.date_words(known_on) or "today",
        "as_of_words": formats.date_words(as_of),
        "is_past": bool(today and known_on and known_on < today),
        "as_of_differs": bool(as_of and known_on and as_of != known_on),
        "now_url": f"{request.path}?{_without_clocks(request.GET)}" if request else "?",
    }


def _without_clocks(query: QueryDict) -> str:
    left = query.copy()
    for name in CLOCKS:
        left.pop(name, None)
    return left.urlencode()


def crumbs(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Where the page stands: links, the last without `url`."""
    return {"items": items}


def tabs(items: Sequence[Mapping[str, Any]], label: str = "Views") -> dict[str, Any]:
    """Saved views or sections: links with honest counts."""
    return {"items": items, "label": label}


def chips(items: Sequence[Mapping[str, Any]], clear_url: str = "") -> dict[str, Any]:
    """Filters in force: `{"key", "words", "remove_url"}` each; `clear_url` takes all of them out."""
    return {"items": items, "clear_url": clear_url}


def facets(
    context: Mapping[str, Any], groups: Sequence[Mapping[str, Any]], target: str = "listing", path: str = "", more_url: str = ""
) -> dict[str, Any]:
    """The filter form. Keeps the address's other parameters; with scripts it renews `#<target>` on each change.

    `path` is the list, where it is not this page; `more_url` leads to all groups, where these are only those in force.
    """
    request = context.get("request")
    own = {o.get("name") or g["name"] for g in groups for o in _options(g)} | {"cursor"}
    kept = [(k, v) for k, values in request.GET.lists() if k not in own for v in values] if request else []
    shown = [{**g, "chosen": sum(bool(o.get("checked")) for o in _options(g))} for g in groups]
    own_path = request.path if request else ""
    return {"groups": shown, "kept": kept, "path": path or own_path, "target": target, "more_url": more_url}


def _options(group: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*group.get("options", ()), *(o for part in group.get("groups", ()) for o in part["options"])]


def pager(page: Mapping[str, Any]) -> dict[str, Any]:
    """Keyset paging: `{"words": "1–15 of 31", "previous": url or None, "next": url or None}`."""
    return {"page": page}


def data_table(table: Mapping[str, Any]) -> dict[str, Any]:
    """A plain table: `{"caption", "columns": [{"title", "num"}], "rows": [[cell]]}`; a cell of None is not stated."""
    columns = [c if isinstance(c, Mapping) else {"title": c} for c in table["columns"]]
    rows = [[{**column, "cell": cell} for column, cell in zip(columns, row, strict=False)] for row in table["rows"]]
    return {**table, "columns": columns, "rows": rows}


def columns(choice: Mapping[str, Any]) -> dict[str, Any]:
    """The choice of a list's columns: `{"path", "options": [{"name", "words", "checked"}], "others", "usual_url", "is_usual"}`."""
    return dict(choice)


def kv(items: Sequence[tuple[str, object]]) -> dict[str, Any]:
    """Pairs of a name and a value; a value of None is shown as not stated."""
    return {"items": items}


def reply_matrix(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What each party is reported to have said, and what it was asked."""
    return {"rows": rows}


def claims_drawer(claims: Mapping[str, Any] | None) -> dict[str, Any]:
    """Claims on one value, or None for the empty slot that a ring fills.

    `{"title", "words", "standing", "detail", "as_of", "claims", "more", "against", "close_url", "add_url"}`; the last
    five may be absent.
    """
    return {"c": claims}


def source_list(origins: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Roots, each with its re-reports below it; drift is marked, what was not compared says so."""
    return {"origins": origins}


def field(bound: Any, help: str = "") -> dict[str, Any]:
    """One form field with its label, help and error text. The widget carries the ids of both."""
    notes = " ".join(
        f"{bound.id_for_label}_{part}"
        for part, there in (("help", help or bound.help_text), ("error", bound.errors))
        if there
    )
    attrs = {**({"aria-describedby": notes} if notes else {}), **({"aria-invalid": "true"} if bound.errors else {})}
    widget = bound.field.widget
    return {
        "field": bound,
        "help": help or bound.help_text,
        "control": bound.as_widget(attrs=attrs),
        "is_check": getattr(widget, "input_type", "") == "checkbox",
        "is_group": bool(getattr(widget, "use_fieldset", False)),
    }


def form_errors(form: Any) -> dict[str, Any]:
    """What is wrong with a form, first thing on the page, each linked to its field."""
    wrong = [(form[name], text) for name, errors in form.errors.items() if name != "__all__" for text in errors]
    return {"form": form, "wrong": wrong, "total": len(wrong) + len(form.non_field_errors())}


def empty_state(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, Any]:
    """A page or table with nothing in it: what is absent, why that may be, what to do."""
    return {"title": title, "text": text, "url": url, "action": action}


def pending_notice(pending: Mapping[str, Any] | None) -> dict[str, Any]:
    """What stands on a page while a refresh is behind, and an empty place when none is (`None`).

    `{"url", "words", "stuck": bool}`: the page asks `url` again every two seconds, unless stuck. While it is pending
    the answer is this part again; when all is done it carries the header `HX-Refresh: true`, and the page loads anew.
    """
    return {"pending": pending}


def lazy_part(slot: str, url: str, words: str, plain_url: str = "") -> dict[str, Any]:
    """A part that is fetched once the page stands: `url` gives the fragment for `#<slot>`.

    Without scripts `words` links to `plain_url` (default `url`), where the server puts the part into the page.
    """
    return {"slot": slot, "url": url, "words": words, "plain_url": plain_url or url}


def empty_legend() -> dict[str, Any]:
    return {"kinds": [(code, words, meaning) for code, (_c, words, meaning) in formats.EMPTY.items()]}


def symbol_key() -> dict[str, Any]:
    point = {"kind": "exact", "point": "1000000000"}
    amounts = (
        (point, "exact"),
        ({**point, "kind": "approx"}, "about"),
        ({"kind": "range", "low": "600000000", "high": "4000000000"}, "range"),
        ({"kind": "at most", "high": "2000000000"}, "up to"),
        ({"kind": "at least", "low": "2000000000"}, "at least"),
    )
    return {"certainties": formats.CERTAINTY, "amounts": amounts, "stances": formats.STANCES}


def register_on(library: template.Library) -> None:
    """Register every part as an inclusion tag under its own name."""
    for part in (
        crumbs,
        tabs,
        chips,
        pager,
        data_table,
        columns,
        kv,
        reply_matrix,
        claims_drawer,
        source_list,
        field,
        form_errors,
        empty_state,
        pending_notice,
        lazy_part,
        empty_legend,
        symbol_key,
    ):
        library.inclusion_tag(f"ui/{part.__name__}.html")(part)
    for part in (known_on_control, facets):
        library.inclusion_tag(f"ui/{part.__name__}.html", takes_context=True)(part)
