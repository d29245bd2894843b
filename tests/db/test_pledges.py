"""No hardware is pledged twice at one rank: by import, by a change, by a change of the line, racing or not."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from deals.actions.deals import DealChange, InvalidChange, amend_deal
from deals.actions.dossiers import DossierRefused
from deals.agreements.models import Pledge
from dealtracker.access.walls import set_walls
from dealtracker.evidence.models import Source
from dealtracker.ids import public_id
from tests import make
from tests.pages.markup import text
from tests.world import World


def count(point: str, kind: str = "exact") -> dict[str, Any]:
    return {"kind": kind, "point": point}


def pledge(key: str, facility: str, point: str, **more: Any) -> dict[str, Any]:
    return {
        "key": key, "facility": facility, "kind": "hardware line", "line": "w9", "quantity": count(point), "rank": 1, **more,
    }  # fmt: skip


def two_loans(*pledges: dict[str, Any], held: Any = None) -> dict[str, Any]:
    line = {"key": "w9", "model_words": "servers of a kind", "unit": "server", "quantity": held or count("512")}
    second = {"key": "f2", "kind": "loan", "amount": make.money("5000000"), "commitment": "committed"}
    said = {
        "source": "s-pledged",
        "at": ["/hardware/w9", "/facilities/f2", *(f"/pledges/{one['key']}" for one in pledges)],
    }
    return make.dossier("pledged", hardware=[line], facilities=[second], pledges=list(pledges), claims=[said])


@pytest.mark.usefixtures("alone")
class TestOverPledge:
    def test_import_refuses_it_with_the_figures_and_the_rule(self, world: World) -> None:
        with pytest.raises(DossierRefused) as refused:
            make.save(two_loans(pledge("l1", "f1", "400"), pledge("l2", "f2", "150")))
        said = [problem for problem in refused.value.problems if problem.code == "over_pledged"]
        assert [one.pointer for one in said] == ["/pledges/l2/quantity"]
        assert "by 38 server at rank 1: 550 pledged (l1 of f1 400, l2 of f2 150), 512 in the line" in said[0].message
        assert not Pledge.rows.filter(key="l2", deal__external_ref="pledged").exists()

    @pytest.mark.parametrize(
        "other",
        [pledge("l2", "f2", "112"), pledge("l2", "f2", "512", rank=2), pledge("l2", "f2", "512", released_on="2025-11-30"),
         pledge("l2", "f2", "300", quantity=count("300", "approx")), {**pledge("l2", "f2", "1"), "quantity": {"kind": "unknown"}}],
    )  # fmt: skip
    def test_what_is_not_surely_too_much_is_taken(self, world: World, other: dict[str, Any]) -> None:
        make.save(two_loans(pledge("l1", "f1", "400"), other))
        assert Pledge.rows.filter(deal__external_ref="pledged").count() == 2

    def test_a_change_of_pledge_or_line_is_refused_and_nothing_is_saved(self, world: World) -> None:
        make.save(two_loans(pledge("l1", "f1", "400")))
        bob = world.cast.viewer("bob")
        set_walls(bob)
        row = Pledge.rows.get(deal__external_ref="pledged")
        source = public_id("source", Source.rows.get(key="s-pledged").pk)
        added = {"facility": "f2", "kind": "hardware line", "line": "w9", "quantity": count("113"), "rank": 1}
        for rows, by in (
            ({"pledges": {"l2": added}}, "by 1 server"),
            ({"hardware": {"w9": {"quantity": count("399")}}}, "by 1 server"),
            ({"pledges": {"l1": {"quantity": count("513")}}}, "by 1 server"),
        ):
            with pytest.raises(InvalidChange) as refused:
                amend_deal(deal=row.deal_id, change=DealChange(rows=rows, source=source), viewer=bob)
            (fault,) = refused.value.faults
            assert fault.code == "over_pledged" and by in fault.detail and "pledged once at one rank" in fault.detail
        assert Pledge.rows.filter(deal=row.deal_id).count() == 1
        added["quantity"] = count("112")
        amend_deal(deal=row.deal_id, change=DealChange(rows={"pledges": {"l2": added}}, source=source), viewer=bob)

    def test_page_and_api_refuse_it_with_the_figures_and_the_rule(self, world: World) -> None:
        [deal] = make.save(two_loans(pledge("l1", "f1", "400")))
        root, says = f"/deals/{public_id('deal', deal)}/", "pledged over hardware w9 by 1 server at rank 1: 513 pledged"
        api, page = world.client("bob-token"), world.client("bob")
        source = public_id("source", Source.rows.get(key="s-pledged").pk)
        added = {"facility": "f2", "kind": "hardware line", "line": "w9", "quantity": count("113"), "rank": 1}
        body = json.dumps({"pledges": {"l2": added}, "source": source, "reason": "a later report"})
        tag = {"If-Match": api.get(f"/api/v1{root}")["ETag"]}
        refused = api.patch(f"/api/v1{root}", data=body, content_type="application/merge-patch+json", headers=tag)
        assert refused.status_code == 400 and says in refused.content.decode(), refused.content
        revision = re.search(r'name="revision" value="(\d+)"', page.get(f"{root}add/?list=pledges").content.decode())
        assert revision
        rows = {"f_facility": "f2", "f_kind": "hardware line", "f_line": "w9", "f_quantity": "113", "f_rank": "1"}
        given = {"revision": revision[1], "source": source, "reason": "a later report", "attribution": "", "link": "", "link_to": ""}
        shown = page.post(f"{root}add/?list=pledges", {**given, **rows})
        assert shown.status_code == 400 and says in text(shown.content).replace("Pledged", "pledged")
        assert Pledge.rows.filter(deal=deal).count() == 1
