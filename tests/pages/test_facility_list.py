"""The list of facilities: one row a pricing class, blanks told apart, on the dates that are asked for."""

from __future__ import annotations

from typing import Any

from tests import make
from tests.world import World


def test_the_list_has_a_row_a_pricing_class_and_each_cell_opens_its_claims(people: World) -> None:
    def price(key: str, part: str, **more: Any) -> dict[str, Any]:
        return {"key": key, "facility": "f1", "applies_to": part, **more}

    def exact(point: str) -> dict[str, Any]:
        return {"kind": "exact", "point": point}

    prices = [
        price("p1", "investment grade", base="Term SOFR 3M", margin_bps={"kind": "range", "low": "225", "high": "275"}, floor=exact("0.005")),
        price("p2", "other customers", rate=exact("0.11")),
        price("p3", "before the repricing", base="Term SOFR 3M", margin_bps=exact("900"), end="2025-12-31"),
    ]  # fmt: skip
    claims = [{"source": "s-classes", "at": [f"/pricing/{one['key']}" for one in prices]}]
    make.save(make.dossier("classes", pricing=prices, claims=claims))
    client = people.cast.client("bob")
    asked = {"q": "classes", "as_of": "2026-03-01", "format": "json"}
    rows = [row for row in client.get("/facilities/", asked).json()["results"] if "(classes)" in row["title"]]
    terms = {row["pricing"]["applies_to"]: row["terms"] for row in rows}
    assert list(terms) == ["investment grade", "other customers"]
    assert terms["investment grade"]["Margin"].startswith("225") and "275" in terms["investment grade"]["Margin"]
    assert terms["investment grade"]["Fixed rate"].endswith("does not apply")
    assert terms["other customers"]["Margin"].endswith("does not apply") and terms["other customers"][
        "Fixed rate"
    ].startswith("11 %")
    assert terms["other customers"]["Fees"].endswith("not entered")
    page = client.get("/facilities/", {"q": "classes"}).content.decode()
    assert "priced for other customers" in page and "claims/?at=/pricing/p2" in page
    lines = client.get("/facilities/", {"q": "classes", "format": "csv"}).content.decode().splitlines()
    assert sum("investment grade" in line for line in lines) == 1
    before = client.get(
        "/facilities/", {"q": "classes", "known_on": "2020-01-01", "as_of": "2020-01-01", "format": "json"}
    )
    assert before.json()["results"] == [], "nothing was known then"
