"""Could a lender move the collateral out? Enforcement that takes chips abroad is itself an export and a re-export."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from deals.controls.rules.case import Case
from deals.controls.rules.engine import evaluate
from deals.controls.rules.finding import Result
from deals.controls.rules.pack import Pack
from deals.controls.rules.roles import read_role
from deals.hardware.calc.chip import Catalogue


@dataclass(frozen=True)
class RecoveryRoute:
    """The movement from the site's country to the lender's: rules of the country left, and the US re-export."""

    site: str | None
    lender: str | None
    result: Result

    def to_json(self) -> dict[str, Any]:
        return {"from": self.site, "to": self.lender, "result": self.result.to_json()}


def recovery_route(
    case: Case,
    *,
    lender_country: str | None,
    lender_parent_country: str | None,
    day: date | None,
    pack: Pack,
    catalogue: Catalogue,
) -> RecoveryRoute:
    """The same chips moved out of `case.destination` to the lender's country, with the lender as recipient.

    A lender without a known parent's country keeps the answer at NEEDS_REVIEW: the headquarters test asks for it.
    """
    china = {"CN", "HK", "MO"} & {lender_country, lender_parent_country}
    moved = replace(
        case,
        day=day,
        moves_from=case.destination,
        destination=lender_country,
        end_user_hq=lender_country,
        ultimate_parent_hq=lender_parent_country,
        role=read_role("recipient" if china else "none"),
        transaction="reexport" if case.destination != lender_country else "in_country_transfer",
        recipient_status=None,
        certainty={n: c for n, c in case.certainty.items() if n in ("model", "destination")},
    )
    return RecoveryRoute(case.destination, lender_country, evaluate(moved, pack=pack, catalogue=catalogue))
