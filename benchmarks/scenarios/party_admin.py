"""S15: the admin's list of parties, its search and its autocomplete at 200,000 parties: against 2,000, and against stock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.measure import Ratio, in_turn, seconds
from benchmarks.scenarios.many_parties import enter, taken_back

NAME, MANY, FEW = "S15", 200_000, 2_000
_TIMES = 5


def run(rounds: int) -> list[Ratio]:
    """In process, so that nothing but the views is measured; what is read of both sizes is of one transaction."""
    with taken_back():
        words = enter(FEW)[FEW // 2]
        few = [_taken(view, rounds) for view in _views(words)]
        enter(MANY - FEW, seed=FEW)
        many = [_taken(view, rounds) for view in _views(words)]
        ours, stock = in_turn(
            lambda: seconds(_changelist(_registered())), lambda: seconds(_changelist(_stock())), rounds=rounds
        )
    sizes = [
        Ratio(f"{NAME} {what}, {MANY:,} parties", large, small, "s", 2, False, f"{FEW:,} parties")
        for what, large, small in zip(("list", "list, searched", "autocomplete"), many, few, strict=True)
    ]
    return [*sizes, Ratio(f"{NAME} stock changelist, {MANY:,} parties", stock, ours, "s", 10, True, "ours")]


def _taken(view: Callable[[], object], rounds: int) -> tuple[float, ...]:
    view()
    return tuple(min(seconds(view) for _ in range(_TIMES)) for _ in range(rounds))


def _views(words: str) -> list[Callable[[], object]]:
    ours = _registered()
    return [_changelist(ours), _changelist(ours, words), _autocomplete(words)]


def _registered() -> Any:
    from django.contrib import admin

    from parties.models import Party

    return admin.site.get_model_admin(Party)


def _stock() -> Any:
    """What Django gives for the same columns and the same search."""
    from django.contrib import admin
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from parties.models import Party

    class Stock(admin.ModelAdmin):
        list_display = ("name", "kind", "hq_country", "compartment")
        search_fields = ("name", "names__text")

        def get_queryset(self, request: HttpRequest) -> QuerySet[Party]:
            return Party.rows.all()

    return Stock(Party, admin.site)


def _changelist(model_admin: Any, words: str = "") -> Callable[[], object]:
    return lambda: _read(model_admin.changelist_view(_request({"q": words} if words else {})))


def _autocomplete(words: str) -> Callable[[], object]:
    from django.contrib import admin

    asked = {"app_label": "parties", "model_name": "stake", "field_name": "owner", "term": words}
    return lambda: _read(admin.site.autocomplete_view(_request(asked)))


def _read(answer: Any) -> bytes:
    if hasattr(answer, "render"):
        answer.render()
    if answer.status_code != 200:
        raise RuntimeError(f"the admin answered {answer.status_code}")
    return bytes(answer.content)


def _request(asked: dict[str, str]) -> Any:
    from django.test import RequestFactory

    from dealtracker.access.models import User
    from dealtracker.access.rules import system_viewer

    request: Any = RequestFactory().get("/admin/parties/party/", asked)
    request.user = User(username="bench", is_staff=True, is_active=True, is_superuser=True)
    request.viewer = system_viewer("benchmark")
    return request
