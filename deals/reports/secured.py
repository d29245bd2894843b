"""What secures each facility of a deal, as values: its report and its trees of "why this number?" both read these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from deals.hardware.calc.pledges import OverPledge, PledgeOf, over_pledges
from deals.hardware.models import PriceCurve
from deals.ledger.calc.collateral import Charged, Standing, path, standing_on, step_on, sum_of_cost
from deals.ledger.fx import Converter
from deals.reports.collateral_cost import converter_of
from deals.reports.collateral_lines import Pledged, day_of, pledged_lines, when_of
from deals.reports.curve_list import curves_for
from deals.reports.owed import Owed, known_days, owed
from dealtracker.access.rules import Viewer
from dealtracker.ids import private_key, public_id
from dealtracker.money import Amount

Row = dict[str, Any]
ADVANCE = ("advance rate", "borrowing base")
LIMIT = ("loan-to-value", "loan to value", "ltv")


class UnknownCurve(LookupError):
    """A curve that is asked for and is none of those offered for this deal on these dates."""


@dataclass(frozen=True)
class Secured:
    """One facility with what is pledged to it; costs are at the rates of `as_of`, and so is the whole path."""

    document: Row
    row: Row
    currency: str
    as_of: date
    lines: tuple[Pledged, ...]
    owed: Owed
    converter: Converter | None

    @property
    def charged(self) -> list[Charged]:
        return [one.charged for one in self.lines]

    def on(self, day: date) -> Standing:
        return step_on(
            self.charged, day, as_of=self.as_of, outstanding=self.owed.on, advance_rate=self.advance_rate, currency=self.currency
        )  # fmt: skip

    def path(self) -> list[Standing]:
        return path(
            self.charged, as_of=self.as_of, outstanding=self.owed.on, advance_rate=self.advance_rate, currency=self.currency,
            until=day_of(self.row.get("maturity_date")),
        )  # fmt: skip

    def cost(self, *, eligible: bool = False) -> Decimal | None:
        return sum_of_cost(self.charged, eligible=eligible) if self.lines else None

    def worth(self, one: Pledged, day: date) -> Decimal | None:
        """The value of one pledge on the day, by itself."""
        return standing_on([one.charged], day, outstanding=None, advance_rate=None, currency=self.currency).value

    def advance_rate(self, day: date) -> Decimal | None:
        found = self.ratio(ADVANCE, day)
        return Decimal(found["value"]) if found and found["value"] else None

    def ratio(self, names: Sequence[str], day: date) -> Row | None:
        """The covenant of such a name that holds on the day: {"covenant", "value", "words"}; the value is null where not
        exact."""
        for one in self.document["covenants"]:
            kind = str(one.get("kind") or "").lower()
            if one.get("facility") not in (None, self.row["id"]) or not any(name in kind for name in names):
                continue
            start, end = day_of(one.get("start")), day_of(one.get("end"))
            if (start is None or start <= day) and (end is None or day < end):
                value = one.get("value") or {}
                point = value.get("point") if 0 < Decimal(value.get("point") or 0) <= 10 else None
                return {"covenant": one["key"], "value": point, "words": one.get("test") or one.get("words") or one["kind"]}
        return None


@dataclass(frozen=True)
class Security:
    """All facilities of a deal that may be secured, the curves that are offered for its chips, and those that stand."""

    facilities: tuple[Secured, ...]
    offered: tuple[PriceCurve, ...]
    used: frozenset[UUID]
    over: tuple[OverPledge, ...]


def security_of(*, viewer: Viewer, document: Row, as_of: date, known_on: date, chosen: Sequence[str] = ()) -> Security:
    """`chosen` are ids of curves, one a chip; without one the first offered stands: the deal's own, then by name. Raises
    UnknownCurve."""
    deal = private_key("deal", document["id"])
    assert deal is not None
    models = {key for line in document["hardware"] if (key := _model(line))}
    offered = curves_for(viewer=viewer, deal=deal, models=models, known_on=known_on) if models else []
    ids = {public_id("curve", row.pk): row for row in offered}
    if wrong := [one for one in chosen if one not in ids]:
        raise UnknownCurve(wrong[0])
    used: dict[UUID, PriceCurve] = {}
    for row in [*(ids[one] for one in chosen), *offered]:
        used.setdefault(row.model_id, row)
    curves = {line["id"]: used.get(key) if (key := _model(line)) else None for line in document["hardware"]}
    known = known_days(document)
    rows = [one for one in document["facilities"] if one.get("measure") != "equity"]
    facilities = tuple(_secured(document, row, curves, as_of, known) for row in rows)
    return Security(facilities, tuple(offered), frozenset(row.pk for row in used.values()), _over(document, as_of))


def _secured(
    document: Row, row: Row, curves: Mapping[str, PriceCurve | None], as_of: date, known: Mapping[str, date]
) -> Secured:
    currency = (row.get("amount") or {}).get("currency") or document.get("currency") or ""
    converter = converter_of(document, currency, as_of)
    lines = pledged_lines(document, row, curves, currency=currency, as_of=as_of, converter=converter)
    return Secured(document, row, currency, as_of, lines, owed(document, row, currency, known), converter)


def _model(line: Mapping[str, Any]) -> UUID | None:
    model = line.get("model")
    return private_key("model", model["id"]) if isinstance(model, Mapping) and model.get("id") else None


def _over(document: Row, as_of: date) -> tuple[OverPledge, ...]:
    """Lines of which more stands pledged at one rank than they hold, as reported: sources may say so, no change here may."""
    lines = {one["id"]: one for one in document["hardware"]}
    keys = {one["id"]: one["key"] for one in document["facilities"]}
    of = [
        PledgeOf(
            one["key"], keys.get(one.get("facility"), "?"), lines[one["line"]]["key"], _quantity(one), one.get("rank"),
            when_of(one.get("released_on")),
        )
        for one in document["pledges"] if one.get("line") in lines
    ]  # fmt: skip
    return over_pledges({one["key"]: _quantity(one) for one in lines.values()}, of, as_of)


def _quantity(row: Row) -> Amount | None:
    value = row.get("quantity")
    return Amount.from_json(value) if isinstance(value, dict) and value.get("kind") else None
