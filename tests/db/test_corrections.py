"""A correcting source changes what it restates, in whichever deal it says so; party and site keep the rest."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from deals.interchange.dossier.export import deal_dossier
from deals.models import Facility
from deals.refresh import rebuild
from dealtracker.access.models import Compartment
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Claim, Source, Standing
from dealtracker.periods import OPEN_END
from tests import make

pytestmark = pytest.mark.usefixtures("alone")
ERRATUM = {
    **make.source("erratum", "Northern Wire", published="2026-01-20"),
    "links": [{"kind": "corrects", "to": "s-first"}],
}


def report(key: str, *claims: dict[str, Any], sources: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """A deal that rests on one story, which tells of the loan and of the head office of the borrower that deals share."""
    document = make.dossier(key, borrower="Lone Compute", lender="Lone Bank", site="Lone Hall", sources=list(sources))
    document["parties"][0]["hq_country"] = "JP"
    told = document["claims"][0]
    document["claims"] = [{**told, "source": "s-first", "at": [*told["at"], "/parties/bo/hq_country"]}, *claims]
    document["sources"] = [make.source("s-first", "Northern Wire"), *document["sources"][1:]]
    return document


def corrected(*claims: dict[str, Any]) -> dict[str, Any]:
    return report("one", *claims, sources=(ERRATUM,))


SHARED = (("party", "hq_country"), ("site", ""))
AMOUNT = {"source": "erratum", "at": "/facilities/f1/amount", "value": make.money("30000000")}


def standing() -> dict[tuple[str, str], list[str]]:
    """(kind, field) → how each row of it is known now, of all that the story tells of."""
    with as_viewer(make.SYSTEM):
        told = Claim.rows.filter(source__key="s-first").values("subject")
        rows = Standing.rows.filter(subject__in=told, known_to=OPEN_END).order_by("subject", "target")
        found: dict[tuple[str, str], list[str]] = {}
        for kind, field, certainty in rows.values_list("target_kind", "field", "certainty"):
            found.setdefault((kind, field), []).append(certainty)
    return found


def test_what_it_does_not_touch_stands_as_before() -> None:
    make.save(report("one"), report("two"))
    before = standing()
    make.save(corrected(AMOUNT), update=True)
    assert standing() == before
    assert [before[key] for key in SHARED] == [["reported"], ["reported"]]


def test_one_that_states_nothing_anywhere_marks_all_of_both_deals() -> None:
    make.save(report("one"), report("two"))
    make.save(corrected(), update=True)
    assert {how for found in standing().values() for how in found} == {"withdrawn"}


def test_what_it_says_later_in_one_deal_frees_the_other() -> None:
    make.save(report("two"))
    before = standing()
    make.save(corrected())
    assert {how for found in standing().values() for how in found} == {"withdrawn"}
    make.save(corrected(AMOUNT), update=True)
    after = standing()
    assert [after[key] for key in SHARED] == [before[key] for key in SHARED] == [["reported"], ["reported"]]
    assert "withdrawn" not in {how for found in after.values() for how in found}
    make.save(corrected(), update=True)
    assert {how for found in standing().values() for how in found} == {"withdrawn"}


def test_every_way_of_weighing_says_the_same() -> None:
    deals = make.save(report("two"), corrected(AMOUNT))
    one_way = standing()
    for chosen in (deals[:1], deals[1:], deals):
        with as_viewer(make.SYSTEM):
            Standing.rows.filter(target_kind__in=("party", "site")).delete()
            rebuild(chosen, today=timezone.now().date())
        assert standing() == one_way


def test_what_a_team_makes_of_it_frees_no_public_deal() -> None:
    (deal,) = make.save(corrected())
    with as_viewer(make.SYSTEM):
        team = Compartment.objects.create(name="Team North")
        erratum = Source.rows.get(key="erratum")
        Claim.rows.create(
            source=erratum, subject_kind="deal", subject=team.pk, target_kind="deal", target=team.pk, compartment=team
        )
        rebuild([deal], today=timezone.now().date())
    assert {how for found in standing().values() for how in found} == {"withdrawn"}


@pytest.mark.parametrize("known", [False, True])
def test_a_correction_without_a_value_states_the_one_that_stands_in_the_dossier(known: bool) -> None:
    first = {"source": "s-first", "at": "/facilities/f1/amount", "value": make.money("300000000"), "relation": "contradicts"}
    document = corrected(first, {"source": "erratum", "at": "/facilities/f1/amount", "stance": "corrects"})
    document["claims"][0]["at"].remove("/facilities/f1/amount")
    document["facilities"][0]["amount"] = make.money("30000000")
    if known:
        make.save(report("one"))
    (deal,) = make.save(document, update=known)
    assert standing()["facility", "amount"] == ["reported"]
    with as_viewer(make.SYSTEM):
        assert Facility.rows.get(deal_id=deal).amount.point == 30_000_000
        written = deal_dossier(deal, make.SYSTEM)
    assert [c["value"]["point"] for c in written["claims"] if c.get("stance") == "corrects"] == ["30000000"]
    before = standing()
    make.save(written, update=True)
    with as_viewer(make.SYSTEM):
        assert (standing(), deal_dossier(deal, make.SYSTEM)) == (before, written)
