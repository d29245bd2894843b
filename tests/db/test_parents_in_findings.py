"""What an owner changes in the answers of the export rules, from the day on which anybody knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import orjson
import pytest

from deals.actions.dossiers import import_dossiers
from deals.interchange.dossier.reading import read_files
from deals.models import Deal
from deals.refresh import rebuild
from deals.reports.deal_sheet import deal_sheet
from deals.reports.line_answers import line_answers, recovery_routes
from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer
from parties.models import Party
from parties.ownership.recompute import rebuild_lineages

SYSTEM = system_viewer("tests")
TODAY = date(2026, 11, 23)


def load(
    *, share: dict[str, str] | None = None, hq: str = "CN", user: str = "Selat Compute Sdn Bhd", role: str = "lessee"
) -> UUID:
    """An H200 line for a Malaysian lessee; `share` of it belongs to a holding, stated three months after the deal."""
    stakes = [{"key": "st1", "owner": "top", "owned": "user", "kind": "equity", "share": share}] if share else []
    rows = ["/facilities/f1", "/roles/r1", "/roles/r2", "/hardware/hw1", "/sites/s1", "/parties/user/hq_country", "/parties/lessor/hq_country"]
    document = {
        "schema": "deal-dossier/1",
        "deal": {"key": user.split()[0].lower(), "title": user},
        "parties": [
            {"key": "lessor", "names": [{"text": "Kite Leasing"}], "hq_country": "SG"},
            {"key": "user", "names": [{"text": user}], "hq_country": "MY"},
            {"key": "top", "names": [{"text": "Top Holding"}], "hq_country": hq},
        ],
        "stakes": stakes,
        "sites": [{"key": "s1", "name": "Johor hall", "country": "MY", "precision": "country"}],
        "facilities": [{"key": "f1", "kind": "finance lease"}],
        "roles": [{"key": "r1", "party": "lessor", "role": "borrower"}, {"key": "r2", "party": "user", "role": role}],
        "hardware": [{"key": "hw1", "model": "h200", "site": "s1", "basis": "stated"}],
        "sources": [
            {"key": "deal", "kind": "wire", "publisher": "Wire", "newsroom": "Wire", "published": "2026-03-01"},
            {"key": "owner", "kind": "wire", "publisher": "Daily", "newsroom": "Daily", "published": "2026-06-01"},
        ],
        "claims": [
            {"source": "deal", "at": rows},
            {"source": "owner", "at": [*(["/stakes/st1"] if share else []), "/parties/top/hq_country"]},
        ],
    }
    read = read_files([("deal.json", orjson.dumps(document))], today=None)
    import_dossiers(dossiers=read, viewer=SYSTEM, source_name="deal.json", reason="test")
    rebuild_lineages({Party.rows.get(name=user).pk}, known_on=TODAY)
    return Deal.rows.get(title=user).pk


@pytest.fixture(autouse=True)
def walls(db: None) -> Iterator[None]:
    with as_viewer(SYSTEM):
        yield


def sheet(deal: UUID, **days: date) -> dict[str, Any]:
    rebuild([deal], today=TODAY)
    found = deal_sheet(viewer=SYSTEM, deal=deal, today=TODAY, **days)
    assert found is not None
    return orjson.loads(found.body)


def parent_of_user(found: dict[str, Any]) -> list[dict[str, Any]]:
    (user,) = [party for party in found["parties"] if party["id"] == found["roles"][1]["party"]["id"]]
    return user.get("ultimate_parents", [])


def exact(share: str) -> dict[str, str]:
    return {"kind": "exact", "point": share}


def test_an_owner_answers_the_question_for_the_ultimate_parent() -> None:
    unowned = sheet(load())
    assert parent_of_user(unowned) == []
    assert "ultimate_parent_hq" in unowned["derived"]["findings"][0]["missing"]


def test_the_parent_stands_in_the_sheet_and_its_seat_in_the_case() -> None:
    found = sheet(load(share=exact("0.8")))
    (parent,) = parent_of_user(found)
    assert (parent["name"], parent["hq_country"], parent["basis"], parent["certainty"]) == ("Top Holding", "CN", "sure", "reported")
    (line,) = line_answers(found, day=TODAY)
    assert line.case.ultimate_parent_hq == "CN"
    assert "ultimate_parent_hq" not in found["derived"]["findings"][0]["missing"]
    assert found["derived"]["findings"][0]["step"] == line.result.step


def test_an_owner_is_not_known_before_anybody_stated_it() -> None:
    deal = load(share=exact("0.8"))
    before = sheet(deal, known_on=date(2026, 4, 1))
    assert parent_of_user(before) == []
    assert "ultimate_parent_hq" in before["derived"]["findings"][0]["missing"]


def test_a_parent_that_may_decide_never_weakens_the_answer() -> None:
    """Between a parent of an allied country and nobody known, the stronger answer stands."""
    unknown = sheet(load())["derived"]["findings"][0]["step"]
    found = sheet(load(share={"kind": "unknown"}, hq="US", user="Lautan Compute Sdn Bhd"))
    (line,) = line_answers(found, day=TODAY)
    assert parent_of_user(found)[0]["basis"] == "possible"
    assert line.result.step == found["derived"]["findings"][0]["step"] == unknown


@pytest.mark.parametrize(("role", "step"), [("lessee", "LICENCE_REQUIRED"), ("end beneficiary", "NEEDS_REVIEW")])
def test_a_subsidiary_abroad_has_the_part_of_its_chinese_parent(role: str, step: str) -> None:
    """A lessee takes the machines; who only uses them from afar leaves open whether they are for it."""
    found = sheet(load(share=exact("1"), role=role, user=f"{role} Sdn Bhd"))
    (line,) = line_answers(found, day=TODAY)
    assert line.result.step == found["derived"]["findings"][0]["step"] == step
    assert not any("check which holds" in reason for reason in line.result.reasons)


def test_the_lenders_own_parent_answers_for_the_recovery_route() -> None:
    """The same sheet with the lessee as the lender: who owns it is read as for a user."""
    found = sheet(load(share=exact("1"), hq="SG"))
    role = next(row for row in found["roles"] if row["role"] == "lessee")
    lent = {**found, "roles": [*found["roles"], {**role, "role": "lender", "group": "money"}]}
    (line,) = line_answers(found, day=TODAY)
    (route,) = recovery_routes(lent, line.case, day=TODAY)
    assert route.route.result.inputs["ultimate_parent_hq"] == "SG"
    assert "ultimate_parent_hq" not in route.route.result.missing
    unowned = sheet(load(user="Other Compute Sdn Bhd"))
    (unknown,) = recovery_routes({**unowned, "roles": [{**role, "party": unowned["roles"][1]["party"], "group": "money"}]}, line.case, day=TODAY)
    assert "ultimate_parent_hq" in unknown.route.result.missing
