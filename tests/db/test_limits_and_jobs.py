"""Limits with their breaches as events, stress runs, and the nightly check: on the real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.utils import timezone

from deals.actions.jobs import digest_of, take_job, unfinished
from deals.actions.limits import LimitRefused, Terms, change_limit, make_limit
from deals.actions.stress import ask_stress, cancel_job
from deals.actions.stress_inputs import JobRefused, read_inputs
from deals.exposure.models import ExposurePeriod
from deals.jobs.models import BookCheck, Job
from deals.limits.models import Limit, LimitBreach
from deals.models import Facility, HardwareLine
from deals.reports.job_list import job_list, job_of
from deals.reports.limit_list import limit_history, limit_list
from deals.sheets import made_from
from deals.sheets.models import RefreshState, Sheet
from deals.tasks import check_book_part, check_limits, run_job
from deals.timeline.models import StagePeriod
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.access.walls import as_viewer
from dealtracker.audit.models import Change
from dealtracker.desk.models import Task
from dealtracker.ids import private_key, public_id
from dealtracker.webhooks.models import OutboxEvent
from parties.models import Party
from tests import cast, make
from tests.cast import Cast
from tests.db.test_exposure_reports import signed

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


@pytest.fixture
def people() -> Cast:
    return cast.gather()


def editor(people: Cast) -> Viewer:
    """Who edits the team's compartment."""
    return people.viewer("dan")


def terms(**more: Any) -> Terms:
    given = Terms("site.country", "JP", "debt", "committed", "USD", Decimal(120), date(2025, 1, 1))
    return replace(given, **more)


def limited(people: Cast, **more: Any) -> Limit:
    viewer = editor(people)
    with as_viewer(viewer):
        return make_limit(
            terms=terms(**more), compartment=people.team, owner=viewer.user_id or UUID(int=0), reason="the committee of May",
            viewer=viewer, at=timezone.now(),
        )  # fmt: skip


def listed(viewer: Viewer, **more: Any) -> list[dict[str, Any]]:
    with as_viewer(viewer):
        found: list[dict[str, Any]] = limit_list(
            viewer=viewer, **{"as_of": TODAY, "known_on": TODAY, "today": TODAY, **more}
        )["limits"]
        return found


def events() -> list[str]:
    with as_viewer(make.SYSTEM):
        return list(
            OutboxEvent.rows.filter(kind__startswith="limit.")
            .order_by("written_at", "kind")
            .values_list("kind", flat=True)
        )


def test_a_sum_that_goes_over_its_limit_is_an_event_once_and_its_end_is_one_too(people: Cast) -> None:
    make.save(signed("one"))
    limit = limited(people)
    check_limits()
    assert events() == ["limit.made"]
    [deal] = make.save(signed("two", amount="21"))
    check_limits()
    check_limits()
    assert events() == ["limit.made", "limit.breached"]
    [row] = listed(editor(people))
    assert (row["state"], row["used"], row["headroom"], row["parts"], row["known"]) == ("over", "121", "-1", 2, 2)
    assert row["breach"]["since"] == TODAY.isoformat()
    with as_viewer(make.SYSTEM):
        assert Task.rows.get(title="Over the limit on site.country JP by 1 USD").owner_id == editor(people).user_id
    with as_viewer(editor(people)) as viewer:
        change_limit(
            limit=limit.pk, revision=1, amount=Decimal(200), end=date(2030, 1, 1), owner=limit.owner_id, reason="raised for a year",
            viewer=viewer, at=timezone.now(),
        )  # fmt: skip
    check_limits()
    assert events() == ["limit.made", "limit.breached", "limit.changed", "limit.kept_again"]
    assert listed(editor(people))[0]["state"] == "within"
    with as_viewer(editor(people)) as viewer:
        told = limit_history(viewer=viewer, limit=limit.pk)
    assert told is not None
    changes = [(one["reason"], one["amount"]) for one in told["changes"]]
    assert changes == [("raised for a year", "200"), ("the committee of May", "120")]
    assert [(one["ended"], one["ended_by"]) for one in told["breaches"]] == [(TODAY, "the limit was changed")]
    with as_viewer(make.SYSTEM):
        assert Change.rows.filter(table="deals_limit", reason="raised for a year").count() == 1
        assert LimitBreach.rows.count() == 1
    assert deal


def test_a_limit_and_its_breach_do_not_exist_for_others_nor_does_a_team_s_money_in_a_public_one(people: Cast) -> None:
    make.save(signed("one"), signed("secret", amount="900", compartment=cast.TEAM))
    limited(people)
    public = replace(terms(), amount=Decimal(150))
    with as_viewer(make.SYSTEM):
        owner = people.viewer("alice").user_id or UUID(int=0)
        make_limit(terms=public, compartment=PUBLIC, owner=owner, reason="all", viewer=make.SYSTEM, at=timezone.now())
    check_limits()
    [seen] = listed(people.viewer("alice"))
    assert (seen["used"], seen["state"], seen["breach"]) == ("100", "within", None)
    inside = {row["amount"]: (row["used"], row["state"]) for row in listed(editor(people))}
    assert inside == {"120": ("1000", "over"), "150": ("100", "within")}
    with as_viewer(people.viewer("alice")):
        assert (Limit.rows.count(), LimitBreach.rows.count()) == (1, 0), "row-level security hides them too"


@pytest.mark.parametrize(
    ("more", "pointer", "words"),
    [
        ({"dimension": "moon"}, "/dimension", "is not one of: lender, "),
        ({"key": "Japan"}, "/key", '"Japan" is not a country code of two capital letters'),
        ({"dimension": "lender", "key": "Harbour"}, "/key", "is not an id of a party"),
        ({"dimension": "borrower.parent", "key": str(UUID(int=7))}, "/key", "is not a party that this limit may look at"),
        ({"dimension": "maturity", "key": "soon"}, "/key", "is not one of: matured, under 1 year"),
        ({"dimension": "maturity.year", "key": "soon"}, "/key", "is not a year such as 2029, nor: not stated"),
        ({"measure": "hope"}, "/measure", '"hope" is not one of: debt, equity'),
        ({"figure": "everything"}, "/figure", "is not one of: committed, outstanding, exposure"),
        ({"currency": "usd"}, "/currency", "must be a currency code of three capital letters"),
        ({"amount": Decimal(0)}, "/amount", "must be above zero"),
        ({"amount": Decimal("0.001")}, "/amount", "finer than the smallest unit of USD"),
        ({"end": date(2024, 1, 1)}, "/end", "2024-01-01 is not after the start, 2025-01-01"),
    ],
)  # fmt: skip
def test_what_a_limit_does_not_take_is_told_by_field(
    people: Cast, more: dict[str, Any], pointer: str, words: str
) -> None:
    with pytest.raises(LimitRefused) as error:
        limited(people, **more)
    [fault] = error.value.faults
    assert fault.pointer == pointer
    assert words in fault.detail
    with as_viewer(make.SYSTEM):
        assert not Limit.rows.exists()


def test_only_an_editor_of_the_compartment_sets_a_limit_and_an_outdated_change_is_refused(people: Cast) -> None:
    limit = limited(people)
    with as_viewer(people.viewer("alice")) as viewer, pytest.raises(LimitRefused, match="that you may change"):
        make_limit(
            terms=terms(), compartment=people.team, owner=limit.owner_id, reason="x", viewer=viewer, at=timezone.now()
        )
    with as_viewer(editor(people)) as viewer, pytest.raises(LimitRefused, match="now stands at revision 1"):
        change_limit(limit=limit.pk, revision=9, amount=Decimal(1), end=limit.end, owner=limit.owner_id, reason="x", viewer=viewer,
                     at=timezone.now())  # fmt: skip


def test_limits_on_holds_groups_sites_and_net_figures_are_used_by_what_they_name(people: Cast) -> None:
    make.save(
        signed(
            "one", **make.ledger([("le", "commitment", "100", "2026-01-01"), ("le", "drawdown", "40", "2026-01-15")])
        )
    )
    with as_viewer(make.SYSTEM):
        lender = str(Party.rows.get(name="Harbour Bank").pk)
        site = str(Facility.rows.get(key="f1").deal.dealsite_rows.get().site_id)  # type: ignore[attr-defined]
    for dimension, key, figure in (
        ("lender", lender, "outstanding"), ("lender.parent", lender, "net exposure"), ("site", site, "outstanding"), ("chip", "nothing", "committed"),
    ):  # fmt: skip
        limited(people, dimension=dimension, key=key, figure=figure)
    found = {(row["dimension"], row["used"], row["state"]) for row in listed(editor(people))}
    assert found == {
        ("lender", "40", "within"), ("lender.parent", "100", "within"), ("site", "40", "within"), ("chip", None, "not known"),
    }  # fmt: skip


def test_a_lender_that_is_named_without_a_figure_leaves_its_limit_incomplete(people: Cast) -> None:
    make.save(signed("one", **make.ledger([], committed="40")))
    with as_viewer(make.SYSTEM):
        lender = str(Party.rows.get(name="Harbour Bank").pk)
    for dimension in ("lender", "lender.parent"):
        limited(people, dimension=dimension, key=lender, figure="committed")
    told = [(row["used"], row["state"], row["parts"], row["known"]) for row in listed(editor(people))]
    assert told == [("40", "within", 1, 1)] * 2
    make.save(make.dossier("talks"), then=True)
    assert {row["state"] for row in listed(editor(people))} == {"within"}, "of talks nothing is committed"
    make.save(signed("two"))
    told = [(row["used"], row["state"], row["parts"], row["known"]) for row in listed(editor(people))]
    assert told == [("40", "incomplete", 2, 1)] * 2


def shocks(**more: Any) -> dict[str, Any]:
    return {"dimensions": ["borrower", "currency"], "as_of": "2026-03-02", **more}


def started(people: Cast, **more: Any) -> Job:
    with as_viewer(editor(people)) as viewer:
        inputs = read_inputs(shocks(**more), viewer=viewer, today=TODAY.isoformat())
        return ask_stress(inputs=inputs, cause="a test", viewer=viewer, at=timezone.now())


def told(people: Cast, job: Job) -> dict[str, Any]:
    with as_viewer(editor(people)) as viewer:
        found = job_of(viewer=viewer, job=job.pk)
    assert found is not None
    return found


def test_a_run_tells_base_stressed_and_difference_with_its_reason_and_is_frozen(people: Cast) -> None:
    lists = make.ledger([("le", "commitment", "100", "2026-01-01"), ("le", "drawdown", "80", "2026-01-15")])
    lists["roles"] = [{"key": "r9", "party": "bo", "role": "end beneficiary"}]
    lists["pricing"] = [
        {"key": "p1", "facility": "f1", "base": "SOFR", "margin_bps": {"kind": "exact", "point": "600"}}
    ]
    lists["claims"] = [*lists["claims"], {"source": "s-ledger", "at": ["/roles/r9", "/pricing/p1"]}]
    make.save(signed("one", **lists), signed("two", amount="50"))
    with as_viewer(make.SYSTEM):
        HardwareLine.rows.filter(deal__external_ref="one").update(
            value={"kind": "exact", "point": "90", "currency": "USD"}
        )
        party = Party.rows.get(name="Borrower one")
    job = started(people, chips="-0.4", rate_bps="200", fx="0.1", barred=public_id("party", party.pk))
    run_job(str(job.pk))
    found = told(people, job)
    assert (found["state"], found["done"], found["of"], found["error"]) == ("done", 3, 3, None)
    assert found["digest"] == digest_of(found["inputs"], found["result"])
    lines = {(line["name"], line["figure"]): line for line in found["result"]["dimensions"][0]["lines"]}
    money = lambda *key: tuple(lines[key][n] for n in ("base", "stressed", "difference"))  # noqa: E731
    assert money("Borrower one", "chips behind it") == ("90", "54", "-36")
    assert money("Borrower one", "not covered by chips") == ("0", "26", "26")
    assert money("Borrower one", "not resting on the barred") == ("100", "0", "-100")
    assert money("Borrower two", "not resting on the barred") == ("50", "50", "0")
    assert money("Borrower one", "added interest a year") == ("0", "1.6", "1.6")
    assert money("Borrower two", "added interest a year") == (None, None, None)
    assert lines["Borrower two", "added interest a year"]["why"] == [
        {"reason": "whether it floats is not stated", "parts": 1}
    ]
    assert money("Borrower two", "amount") == ("50", "50", "0"), "its currency is the reporting one"
    run_job(str(job.pk))
    assert told(people, job) == found, "a run that has ended is not done again"


def test_a_run_that_cannot_be_done_says_why_and_a_called_off_one_stays_so(people: Cast, monkeypatch: Any) -> None:
    make.save(signed("one"))
    job, other = started(people, fx="-0.1"), started(people, fx="0.2")
    monkeypatch.setattr("deals.reports.stress_result.by_group", lambda parts, scenario: 1 / 0)
    run_job(str(job.pk))
    found = told(people, job)
    assert (found["state"], found["result"], found["error"]) == ("failed", None, "ZeroDivisionError: division by zero")
    with as_viewer(editor(people)) as viewer:
        assert cancel_job(job=other.pk, viewer=viewer, at=timezone.now())
    run_job(str(other.pk))
    assert told(people, other)["state"] == "cancelled"
    with as_viewer(people.viewer("alice")) as outsider:
        assert job_of(viewer=outsider, job=job.pk) is None
        assert not Job.rows.exists(), "row-level security hides what drew on another's deals"
        assert job_list(viewer=outsider)["jobs"] == []


def test_a_run_whose_worker_is_gone_is_taken_up_again_and_set_aside_in_the_end(people: Cast) -> None:
    make.save(signed("one"))
    job, now = started(people, fx="0.1"), timezone.now()
    for turn in range(3):
        with as_viewer(make.SYSTEM):
            at = now + timedelta(minutes=5 * turn)
            assert unfinished(at=at) == [job.pk]
            assert take_job(job=job.pk, at=at) is not None
            assert take_job(job=job.pk, at=at) is None, "another worker has it"
            assert unfinished(at=at) == []
    with as_viewer(make.SYSTEM):
        assert take_job(job=job.pk, at=now + timedelta(minutes=30)) is None
    assert told(people, job)["error"] == "its worker ended 3 times while doing it; it is not tried again"


@pytest.mark.parametrize(
    ("more", "pointer"),
    [({}, "/shocks"), ({"chips": "-1.5"}, "/chips"), ({"fx": "10%"}, "/fx"), ({"rate_bps": "99999"}, "/rate_bps"), ({"barred": "RedNote"}, "/barred"),
     ({"fx": "0.1", "dimensions": ["moon"]}, "/dimensions"), ({"fx": "0.1", "dimensions": []}, "/dimensions"),
     ({"fx": "0.1", "currency": "dollars"}, "/currency"), ({"fx": "0.1", "as_of": "soon"}, "/as_of"), ({"fx": "0.1", "moon": 1}, "/moon")],
)  # fmt: skip
def test_what_a_run_does_not_take_is_told_by_field(people: Cast, more: dict[str, Any], pointer: str) -> None:
    with pytest.raises(JobRefused) as error:
        started(people, **more)
    assert [fault.pointer for fault in error.value.faults] == [pointer]


def test_the_nightly_check_finds_damage_in_every_room_tells_both_values_and_mends_it() -> None:
    [deal, other] = make.save(signed("one", **make.ledger([("le", "commitment", "100", "2026-01-01")])), signed("two"))
    check_book_part([str(deal), str(other)])
    assert differences(deal) == []
    with as_viewer(make.SYSTEM):
        StagePeriod.rows.filter(deal=deal, stage="talks").update(stage="marketing")
        sheet = Sheet.rows.filter(deal=deal).first()
        assert sheet is not None
        Sheet.rows.filter(pk=sheet.pk).update(
            body=bytes(sheet.body).replace(b'"Borrower one', b'"Borrower won'), title="damaged"
        )
    check_book_part([str(deal), str(other)])
    found = {(one["room"], one["figure"]): (one["stored"], one["found"]) for one in differences(deal)}
    assert found["timeline", "stage"] == ("marketing", "talks")
    assert found["sheets", "title"] == ("damaged", sheet.title)
    assert any(stored and "Borrower won" in stored for stored, _ in found.values())
    assert differences(other) == []
    with as_viewer(make.SYSTEM):
        assert StagePeriod.rows.filter(deal=deal, stage="talks").exists()
        damaged = ExposurePeriod.rows.filter(deal=deal, rests_on="entries", hold__isnull=False)
        damaged.update(committed=99)
    check_book_part([str(deal)])
    [one] = differences(deal)
    assert (one["room"], one["figure"], one["stored"], one["found"]) == ("exposure", "committed", "99", "10000")
    make.catch_up()
    check_book_part([str(deal)])
    with as_viewer(make.SYSTEM):
        assert ExposurePeriod.rows.get(deal=deal, rests_on="entries", hold__isnull=False).committed == 10000
        state = BookCheck.rows.get(deal=deal)
    assert state.checked_at > (state.differed_at or state.checked_at), (
        "the last find stays in sight after it was mended"
    )


def differences(deal: UUID) -> list[dict[str, Any]]:
    with as_viewer(make.SYSTEM):
        walls = Viewer(walls=frozenset({PUBLIC}))
        found = job_list(viewer=walls)["checks"]["differences"]
    return [one for one in found if private_key("deal", one["deal"]) == deal]


def test_a_deal_that_cannot_be_rebuilt_shows_its_error_and_what_was_asked_for_shows_its_progress(
    people: Cast, monkeypatch: Any
) -> None:
    deals = make.save(signed("one"), signed("two"))
    from deals import refresh

    whole = refresh._rebuild_deals

    def poisoned(found: list[UUID], **more: Any) -> None:
        if deals[0] in found:
            raise ValueError("the poison")
        whole(found, **more)

    monkeypatch.setattr(refresh, "_rebuild_deals", poisoned)
    monkeypatch.setattr(made_from, "PROGRAM", "another")  # else nothing would be worked out again
    from deals.sheets.stale import mark_stale

    with as_viewer(make.SYSTEM):
        RefreshState.rows.filter(pk__in=deals).update(wanted_at=timezone.now() - timedelta(days=1))
        mark_stale(deals, cause="new rates")
    refresh.refresh(deals, at=timezone.now())
    with as_viewer(people.viewer("alice")) as viewer:
        found = job_list(viewer=viewer)
    [asked] = [row for row in found["rebuilds"] if row["cause"] == "new rates"]
    assert (asked["deals"], asked["done"], asked["errors"], asked["ended_at"]) == (2, 1, 1, None)
    [stuck] = found["stuck"]
    assert (private_key("deal", stuck["deal"]), stuck["error"], stuck["attempts"]) == (
        deals[0],
        "ValueError: the poison",
        1,
    )


def test_rebuilding_everything_shows_a_bar_and_the_deals_that_cannot_be_rebuilt(monkeypatch: Any) -> None:
    deals = make.save(signed("one"), signed("two"), signed("three"))
    from deals import refresh

    whole = refresh._rebuild_deals

    def poisoned(found: list[UUID], **more: Any) -> None:
        if deals[1] in found:
            raise ValueError("the poison")
        whole(found, **more)

    monkeypatch.setattr(refresh, "_rebuild_deals", poisoned)
    monkeypatch.setattr(made_from, "PROGRAM", "another")  # else nothing would be worked out again
    out, errors = StringIO(), StringIO()
    call_command("refresh", "--all", "--set", "2", stdout=out, stderr=errors)
    shown = out.getvalue().split("\r")
    assert any("of 3 deals" in line and "#" in line for line in shown)
    assert "2 deals rebuilt. 1 still behind." in shown[-1]
    assert f"{public_id('deal', deals[1])}: ValueError: the poison (tried 1 times" in errors.getvalue()
