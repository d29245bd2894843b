"""The calculator: examples, pasted and uploaded cases, downloads; what is wrong stands beside its pointer."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deals.interchange.loan_case.answer import calculate
from deals.pages.calculator import EXAMPLES, MOST_BYTES, example_names, figure, table_view
from tests.world import World

pytestmark = pytest.mark.django_db
CASE: dict[str, Any] = {
    "format": "loan_case/1", "id": "mine", "currency": "USD", "signing_date": "2026-01-15", "maturity_date": "2027-01-15",
    "commitment": "1000000.00", "principal": "1000000.00", "interest": {"kind": "fixed", "rate": "0.08", "day_count": "30E/360"},
}  # fmt: skip


def calculated(world: World, text: str, **more: Any) -> Any:
    return world.client("alice").post("/calculator/", {"text": text, **more})


def test_every_shipped_example_is_shown(people: World) -> None:
    assert example_names()
    for name in example_names():
        page = people.client("alice").get(f"/calculator/?example={name}")
        assert page.status_code == 200, name
        assert page.context["cases"] and not page.context["problems"], name


def test_each_figure_of_a_schedule_has_its_rule(people: World) -> None:
    page = people.client("alice").get("/calculator/?example=annuity")
    [schedule] = [t for t in page.context["cases"][0]["tables"] if t["name"] == "schedule"]
    for row in schedule["rows"]:
        for column, cell in zip(schedule["columns"], row, strict=True):
            assert not column.get("num") or column["rule"] or cell["rule"], column
    told = {code for code, _ in page.context["rules"]}
    used = {code for column in schedule["columns"] for code in column["rule"].split()}
    assert used and used <= told


def test_a_pasted_case_is_calculated_and_not_kept(people: World) -> None:
    page = calculated(people, json.dumps(CASE))
    [case] = page.context["cases"]
    [totals] = [t for t in case["tables"] if t["name"] == "totals"]
    assert totals["rows"][0][0]["text"] == "80,000.00"
    assert b"80,000.00" in page.content
    again = people.client("alice").get("/calculator/")
    assert again.context["cases"] == [] and not again.context["form"]["text"].value()


def test_a_file_takes_the_place_of_the_text(people: World) -> None:
    file = SimpleUploadedFile("case.json", b"\xef\xbb\xbf" + json.dumps(CASE).encode())
    page = calculated(people, "{", file=file)
    assert page.status_code == 200 and page.context["cases"][0]["id"] == "mine"


@pytest.mark.parametrize(
    ("content", "field", "says"),
    [
        (b"\xff\xfe{", "file", "not UTF-8 text (byte 0)"),
        (b" " * (MOST_BYTES + 1), "file", "over 1,000,000 bytes"),
        (b"", "file", "nothing in it"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(people: World, content: bytes, field: str, says: str) -> None:
    page = people.client("alice").post("/calculator/", {"text": "", "file": SimpleUploadedFile("case.json", content)})
    assert page.status_code == 400
    assert says in page.context["form"].errors[field][0]


@pytest.mark.parametrize(
    ("text", "pointer", "says"),
    [
        ("{", "/", "line 1, column 2"),
        ("[]", "/", "no case in the list"),
        (json.dumps({**CASE, "colour": "red"}), "/colour", "not a field"),
        (json.dumps({**CASE, "principal": 1000}), "/principal", "quotes"),
        (json.dumps({**CASE, "maturity_date": "2025-01-15"}), "/maturity_date", "signing"),
        (json.dumps([CASE, {**CASE, "id": "two", "currency": "dollars"}]), "/1/currency", "currency"),
    ],
)
def test_a_problem_names_its_pointer_beside_the_field(people: World, text: str, pointer: str, says: str) -> None:
    page = calculated(people, text)
    assert page.status_code == 400
    found = [p for p in page.context["problems"] if p["pointer"] == pointer]
    assert found and says in f"{found[0]['what']} {found[0]['do']} {found[0]['there']}"
    assert pointer in " ".join(page.context["form"].errors["text"])
    assert page.context["form"]["text"].value() == text


def test_what_stands_at_the_pointer_is_shown(people: World) -> None:
    page = calculated(people, json.dumps({**CASE, "principal": 1000}))
    assert page.context["problems"][0]["there"] == "1000"


def test_good_cases_stand_beside_a_bad_one(people: World) -> None:
    page = calculated(people, json.dumps([CASE, {**CASE, "id": "two", "currency": "dollars"}]))
    assert [case["id"] for case in page.context["cases"]] == ["mine"]


def test_an_empty_form_is_told_so(people: World) -> None:
    page = calculated(people, "   ")
    assert page.status_code == 400 and "nothing in it" in page.context["form"].errors["text"][0]


def test_downloads_hold_the_same_figures(people: World) -> None:
    text = (EXAMPLES / "collateral.json").read_text(encoding="utf-8")
    answer = calculated(people, text, **{"as": "json"})
    assert answer["Content-Disposition"] == 'attachment; filename="loan-case-answer.json"'
    assert json.loads(answer.content) == calculate(text).as_json()
    rows = list(csv.DictReader(io.StringIO(calculated(people, text, **{"as": "csv"}).content.decode())))
    assert {row["table"] for row in rows} >= {"schedule", "accruals", "yields", "collateral"}
    assert all(row["rule"] for row in rows)


@pytest.mark.parametrize("address", ["/calculator/?example=../../secret", "/calculator/?example=none"])
def test_an_unknown_example_is_refused(people: World, address: str) -> None:
    assert people.client("alice").get(address).status_code == 400


def test_an_unknown_download_is_refused(people: World) -> None:
    assert calculated(people, json.dumps(CASE), **{"as": "pdf"}).status_code == 400


def test_a_column_of_noughts_is_named_and_not_shown() -> None:
    rows = [
        {"n": 1, "a": "0.00", "b": "5.00", "rules": {"a": "x", "b": "y"}},
        {"n": 2, "a": "0.00", "b": "0.00", "rules": {"a": "x", "b": "z"}},
    ]
    shown = table_view("schedule", rows)
    assert shown["nought"] == ["a"]
    assert [column["title"] for column in shown["columns"]] == ["n", "b"]
    assert [row[1]["rule"] for row in shown["rows"]] == ["y", "z"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("1234567.80", "1,234,567.80"),
        ("-4000", "-4,000"),
        ("0.095", "0.095"),
        ("2026-01-15", "2026-01-15"),
        (None, None),
    ],
)
def test_figures_are_grouped_and_nothing_else(given: Any, shown: Any) -> None:
    assert figure(given) == shown


def figures(world: World, name: str) -> dict[str, Any]:
    [case] = world.client("alice").get(f"/calculator/?example={name}").context["cases"]
    return {one.name: one for one in case["figures"]}


def test_figures_stand_where_the_answer_has_something_for_them(people: World) -> None:
    assert set(figures(people, "annuity")) == {"outstanding", "payments"}
    assert set(figures(people, "cash-sweep")) == {"outstanding", "payments", "dscr"}
    assert set(figures(people, "collateral")) == {"outstanding", "payments", "ltv"}
    page = people.client("alice").get("/calculator/?example=more-vectors")
    assert page.status_code == 200 and all(
        case["kind"] == "loan" or not case["figures"] for case in page.context["cases"]
    )


def test_a_figure_is_drawn_to_scale(people: World) -> None:
    drawn = figures(people, "cash-sweep")
    outstanding, paid = drawn["outstanding"], drawn["payments"]
    assert outstanding.desc == "30,000,000.00 USD at the most; 0.00 USD on 2028-01-18."
    assert outstanding.line.startswith(f"M{outstanding.left} ") and outstanding.line.endswith(f"V{outstanding.base}")
    heights = [height for part, _, _, _, height in paid.bars if part == "p0"]
    assert heights[1] > heights[0] > 0, "the second period sweeps more"
    assert all(paid.left <= x <= paid.right and 0 <= y <= paid.base for _, x, y, _, _ in paid.bars)
    assert {part for part, *_ in drawn["dscr"].bars} == {"p1", "p3"}


def test_a_long_loan_keeps_its_bars_apart_and_a_loan_never_drawn_has_no_figure(people: World) -> None:
    long = {**CASE, "maturity_date": "2066-01-15", "schedule": {"months": 1}, "amortisation": {"kind": "annuity"}}
    [case] = calculated(people, json.dumps(long)).context["cases"]
    assert [one.name for one in case["figures"]] == ["outstanding", "payments"]
    undrawn = {name: value for name, value in CASE.items() if name != "principal"}
    [case] = calculated(people, json.dumps(undrawn)).context["cases"]
    assert case["figures"] == []
