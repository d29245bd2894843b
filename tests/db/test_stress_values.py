"""What the parts of a stress run are worth: chips under a price curve or as stated, amounts at the whole rate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from deals.actions.curves import CurveTerms, add_curve
from deals.actions.fx import save_rates
from deals.ledger.rate_files import Rate
from deals.models import HardwareLine, HardwareModel
from deals.tasks import run_job
from dealtracker.access.rules import PUBLIC
from dealtracker.access.walls import as_viewer
from dealtracker.evidence.models import Source
from tests import cast, make
from tests.cast import Cast
from tests.db.test_exposure_reports import signed
from tests.db.test_limits_and_jobs import started, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast.gather()


def test_a_run_values_delivered_chips_by_their_price_curve_and_others_as_stated(people: Cast) -> None:
    call_command("load_catalogue", verbosity=0)
    make.save(signed("one"), signed("two"))
    with as_viewer(make.SYSTEM) as system:
        chip = HardwareModel.rows.order_by("slug")[0]
        chips = HardwareLine.rows.filter(deal__external_ref__in=("one", "two"))
        chips.update(value={"kind": "exact", "point": "90", "currency": "USD"}, model=chip)
        chips.filter(deal__external_ref="one").update(by="2025-03-02")
        chips.filter(deal__external_ref="two").update(by="2026-04-01")
        half = {"points": [[0, "1"], [12, "0.5"]], "between": "linear"}
        source = Source.rows.filter(compartment=PUBLIC).first()
        assert source is not None
        add_curve(curve=CurveTerms(chip.slug, "Half in a year", "table", half, source.pk), viewer=system)
    job = started(people, chips="-0.4")
    run_job(str(job.pk))
    lines = {(one["name"], one["figure"]): one for one in told(people, job)["result"]["dimensions"][0]["lines"]}
    shown = {
        name: (one["base"], one["stressed"], one["why"][0]["reason"])
        for (name, figure), one in lines.items() if figure == "chips behind it"
    }  # fmt: skip
    assert shown == {
        "Borrower one": ("45", "27", "value of its chips by the price curve Half in a year v1 × 0.6"),
        "Borrower two": ("90", "54", "stated value of its chips × 0.6"),
    }


def test_a_run_converts_at_the_whole_rate_not_at_one_rounded_to_cents(people: Cast) -> None:
    make.save(signed("yen", currency="JPY", amount="15000"))
    with as_viewer(make.SYSTEM):
        rates = [
            Rate(code, date(2026, 2, 27), Decimal(per), "a bank") for code, per in (("USD", "1.25"), ("JPY", "200"))
        ]
        save_rates(rates=rates, reason="test")
    job = started(people, fx="0.1")
    run_job(str(job.pk))
    lines = told(people, job)["result"]["dimensions"][0]["lines"]
    assert [(line["base"], line["stressed"], line["difference"]) for line in lines] == [("93.75", "103.12", "9.37")]
