"""Facilities side by side, on the page and as a workbook: figures are numbers, blanks say why, cells name their sources."""

from __future__ import annotations

import time
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from tests.pages.conftest import Book

pytestmark = pytest.mark.usefixtures("reading")


def ids(reading: Book, *names: str) -> list[str]:
    rows = reading.client().get("/facilities/?format=json").json()["results"]
    return [next(row["id"] for row in rows if row["name"] == name) for name in names]


def table(reading: Book, *names: str) -> tuple[list[dict[str, Any]], Any]:
    response = reading.client().get("/facilities/compare.xlsx", {"id": ids(reading, *names)})
    assert response.status_code == 200
    book = openpyxl.load_workbook(BytesIO(response.content))
    head, *rows = [[cell.value for cell in row] for row in book["Facilities"].rows]
    found = []
    for row in rows:
        named: dict[str, Any] = {}
        for at, title in enumerate(head):
            named[f"{head[at - 1]} {title}" if title == "sources" else title] = row[at]
        found.append(named)
    return found, book


def test_figures_are_numbers_and_blanks_say_why(reading: Book) -> None:
    (revolver, notes), _ = table(reading, "FNBO revolver", "144A notes")
    assert (revolver["Amount"], revolver["Base"], revolver["Margin, bps"]) == (65_000_000, "SOFR", 275)
    assert revolver["Fixed rate, %"] == "does not apply" and revolver["Tenor, months"] == "not entered"
    assert (notes["Fixed rate, %"], notes["Margin, bps"]) == (9.25, "does not apply")
    assert None not in [value for title, value in revolver.items() if not title.endswith("sources")]


def test_the_same_question_has_the_same_bytes(reading: Book) -> None:
    asked = {"id": ids(reading, "FNBO revolver")}
    first, second = (reading.client().get("/facilities/compare.xlsx", asked) for _ in range(2))
    time.sleep(1.1)  # the time stamps of a workbook are whole seconds
    assert first.content == second.content == reading.client().get("/facilities/compare.xlsx", asked).content


def test_every_number_of_a_source_is_a_row_of_sources(reading: Book) -> None:
    rows, book = table(reading, "FNBO revolver", "phase 1 construction loan")
    told = [value for row in rows for title, value in row.items() if title.endswith(" sources") and value]
    cited = {int(number) for value in told for number in value.split(", ")}
    numbers = {row[0].value for row in list(book["Sources"].rows)[1:]}
    assert cited and cited == numbers


def test_the_page_tells_margin_from_rate(reading: Book) -> None:
    response = reading.client().get("/facilities/compare/", {"id": ids(reading, "FNBO revolver", "144A notes")})
    text = response.content.decode()
    for title in ("Margin", "Fixed rate", "Base", "Matures", "Customer class"):
        assert f'<th scope="row">{title}</th>' in text
    assert "275" in text and "does not apply" in text and "/facilities/compare.xlsx?id=" in text


@pytest.mark.parametrize("wrong", ["facility_1", "deal_" + "0" * 32])
def test_a_wrong_id_is_refused(reading: Book, wrong: str) -> None:
    assert reading.client().get("/facilities/compare.xlsx", {"id": wrong}).status_code == 400
