"""A judgement that two records are one reaches every derived room, and leaves it again without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deals import facts
from deals.actions.dossiers import import_dossiers
from deals.interchange.dossier.export import export_deal
from deals.interchange.dossier.reading import read_files
from deals.models import Deal, ExposurePeriod, Facet, Sheet
from deals.refresh import rebuild
from deals.reports.deal_list import deal_list
from deals.sheets.models import RefreshState
from dealtracker.access.rules import PUBLIC, system_viewer
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Standing
from dealtracker.ids import public_id
from parties.actions.merges import merge_parties, undo_judgement
from parties.models import MergeJudgement, Party
from parties.register.merged import merged_among, one_look
from tests.db.test_merge import AT, demo, sheets

SYSTEM = system_viewer("tests")
TODAY = date(2026, 11, 23)
LENDERS = ("Northwind Credit Partners", "Northwind Credit Partners LP")
ROWS = ["/facilities/f1", "/roles/r1", "/roles/r2", "/holds/h1", "/events/e1"]


def source(key: str, publisher: str, day: str) -> dict[str, Any]:
    return {"key": key, "kind": "wire", "publisher": publisher, "newsroom": publisher, "published": day}


def dollars(amount: str) -> dict[str, str]:
    return {"kind": "exact", "point": amount, "currency": "USD"}


def load(*claims: dict[str, Any]) -> None:
    names = {"alder": "Alder Compute", "nw0": LENDERS[0], "nw1": LENDERS[1]}
    document = {
        "schema": "deal-dossier/1",
        "deal": {"key": "two-records", "title": "Alder Compute: loan", "currency": "USD"},
        "parties": [{"key": key, "kind": "company", "names": [{"text": name}]} for key, name in names.items()],
        "facilities": [{"key": "f1", "kind": "term loan", "amount": dollars("300000000")}],
        "roles": [{"key": "r1", "party": "alder", "role": "borrower"}, {"key": "r2", "party": "nw0", "role": "lender"}],
        "holds": [{"key": "h1", "facility": "f1", "party": "nw0", "amount": dollars("120000000")}],
        "events": [{"key": "e1", "kind": "signed", "facility": "f1", "occurred": "2025-11-28"}],
        "sources": [source("s1", "Bloomberg", "2025-12-01"), source("s2", "Nikkei", "2025-12-03")],
        "claims": [
            {"source": "s1", "at": ROWS}, {"source": "s2", "at": ROWS},
            {"source": "s1", "at": "/parties/nw0/hq_country", "value": "US"}, *claims,
        ],
    }  # fmt: skip
    document["parties"][1]["hq_country"] = "US"
    read = read_files([("deal.json", orjson.dumps(document))], today=None)
    import_dossiers(dossiers=read, viewer=SYSTEM, source_name="deal.json", reason="test", update=True)


def test_one_look_answers_as_many_do_and_asks_of_a_record_once(db: None) -> None:
    with as_viewer(SYSTEM), transaction.atomic():
        a, b, c, d, other = (Party.rows.create(kind="company", name=f"Record {n}") for n in range(5))
        for one, same in ((a, b), (b, c), (d, c)):
            MergeJudgement.rows.create(
                a=one, b=same, verdict="same", compartment_id=PUBLIC, judged_at=timezone.now(), reason="a test"
            )
        asked = [[c.pk], [a.pk, other.pk], [d.pk], [other.pk], [b.pk, c.pk]]
        plain = [merged_among(ids) for ids in asked]
        with one_look(), CaptureQueriesContext(connection) as told:
            assert [merged_among(ids) for ids in asked] == plain
        assert len(plain[0].into) == 3 and not plain[3] and len(told) == 2
        assert merged_among([c.pk]) == plain[0]


@pytest.fixture
def deal(db: None) -> Iterator[UUID]:
    with as_viewer(SYSTEM):
        load()
        yield Deal.rows.get(external_ref="two-records").pk


def party(name: str) -> UUID:
    return Party.rows.get(name=name).pk


def derived(deal: UUID) -> dict[str, Any]:
    rebuild([deal], today=TODAY)
    with connection.cursor() as cursor:
        found = {}
        for table, owner in (("sheet", "deal"), ("facet", "deal"), ("exposureperiod", "deal"), ("stageperiod", "deal")):
            cursor.execute(f"SELECT (to_jsonb(t) - 'id')::text FROM deals_{table} t WHERE {owner} = %s ORDER BY 1", [deal])
            found[table] = [row for (row,) in cursor]
        return found


def document(deal: UUID) -> dict[str, Any]:
    return orjson.loads(bytes(Sheet.rows.get(deal=deal).body))


def merge(deal: UUID) -> MergeJudgement:
    one, into = map(party, LENDERS)
    return merge_parties(party=one, into=into, viewer=SYSTEM, reason="one register entry", at=AT)


def test_sheet_facets_and_exposure_name_the_one_that_stands(deal: UUID) -> None:
    derived(deal)
    merge(deal)
    derived(deal)
    one = party(LENDERS[1])
    found = document(deal)
    assert [r["party"] for r in found["roles"] if r["role"] == "lender"] == [{"id": public_id("party", one), "name": LENDERS[1]}]
    (lender,) = [p for p in found["parties"] if p["id"] == public_id("party", one)]
    assert {n["text"] for n in lender["names"]} == set(LENDERS)
    assert lender["hq_country"] == "US" and lender["standings"]["hq_country"]["certainty"] == "reported"
    assert str(party(LENDERS[0])) not in str(found) and public_id("party", party(LENDERS[0])) not in str(found)
    assert set(Facet.rows.filter(deal=deal, dimension="role.lender").values_list("value", flat=True)) == {str(one)}
    assert set(ExposurePeriod.rows.filter(deal=deal).exclude(party=None).values_list("party", flat=True)) == {one}


def test_a_list_asked_for_either_record_has_the_deal(deal: UUID) -> None:
    merge(deal)
    derived(deal)
    for name in LENDERS:
        found = deal_list(viewer=SYSTEM, filters={"role.lender": [public_id("party", party(name))]}, day=TODAY)
        assert [row.deal for row in found.rows] == [deal]


def test_undoing_restores_every_derived_row(deal: UUID) -> None:
    before = derived(deal)
    judgement = merge(deal)
    assert derived(deal) != before
    undo_judgement(judgement=judgement.pk, viewer=SYSTEM, reason="two funds", at=AT)
    assert derived(deal) == before


def test_two_sources_with_two_records_of_one_party_do_not_contradict(deal: UUID) -> None:
    load({"source": "s2", "at": "/roles/r2/party", "value": "nw1"}, {"source": "s1", "at": "/roles/r2/party", "value": "nw0"})
    merge(deal)
    derived(deal)
    (standing,) = Standing.rows.filter(subject=deal, field="party", known_to=date(9999, 12, 31))
    assert standing.value == {"ref": str(party(LENDERS[1]))} and standing.origins == 2 and not standing.contested


def test_renaming_the_one_that_stands_marks_deals_that_name_the_other(deal: UUID) -> None:
    merge(deal)
    RefreshState.rows.filter(deal=deal).update(wanted=5, done=5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark_stale_for('party', ARRAY[%s]::uuid[], 'renamed')", [party(LENDERS[1])])
    assert RefreshState.rows.get(deal=deal).wanted == 6


@pytest.mark.parametrize("to", ["parties", "sites"])
def test_every_column_that_names_a_party_or_a_site_marks_its_deal(deal: UUID, to: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [f"deals_of_{to}"])
        (told,) = cursor.fetchone()
    named = {(e.model._meta.db_table, f.column) for e in facts.ENTITIES for f in e.fields if f.type == facts.REF and f.to == to}
    lines = told.splitlines()
    missing = [pair for pair in named if not any(all(word in line for word in pair) for line in lines)]
    assert named and not missing


def written(deals: list[UUID]) -> dict[UUID, tuple[bytes, bytes]]:
    """Deal → its dossier and its sheet, as bytes."""
    bodies = sheets(deals)
    return {deal: (export_deal(deal, SYSTEM), bodies[deal]) for deal in deals}


def test_dossier_and_sheet_of_real_deals_are_the_same_bytes_after_a_merge_is_undone(db: None) -> None:
    with as_viewer(SYSTEM):
        deals = demo("palebluedot-xiaohongshu-tokyo", "coreweave-ddtl-1", "coreweave-ddtl-4")
        before = written(deals)
        pairs = (("Blackstone", "Magnetar"), ("Magnetar", "PaleBlueDot AI"), ("Morgan Stanley", "MUFG"))
        made = []
        for one, into in pairs:
            made.append(merge_parties(party=named(one), into=named(into), viewer=SYSTEM, reason="one entry", at=AT))
            during = written(deals)
        assert sum(during[deal][1] != before[deal][1] for deal in deals) == len(deals)
        assert {deal: dossier for deal, (dossier, _) in during.items()} == {deal: dossier for deal, (dossier, _) in before.items()}
        for judgement in (made[1], made[0], made[2]):
            undo_judgement(judgement=judgement.pk, viewer=SYSTEM, reason="two of them", at=AT)
        assert written(deals) == before


def named(start: str) -> UUID:
    return Party.rows.get(name__startswith=start).pk
