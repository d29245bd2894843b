"""What if: a case in the address, its answer on three days, errors beside the field."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.views import post
from tests.world import World

pytestmark = pytest.mark.django_db
H20 = {
    "model": "H20", "date": "2025-10-15", "delivery": "2025-12-15", "destination": "SG", "end_user_hq": "SG",
    "ultimate_parent_hq": "SG", "role_of_china_party": "none", "listed_ownership": "0.6",
}  # fmt: skip


def ask(world: World, case: dict[str, str]) -> Any:
    return world.client("alice").get(f"/what-if/?{urlencode(case)}")


def test_an_empty_form_says_what_it_is(people: World) -> None:
    page = people.client("alice").get("/what-if/")
    assert page.status_code == 200
    assert b"Not legal advice and not a licence determination" in page.content
    assert b'name="ultimate_parent_hq"' in page.content
    assert b"The answer on three days" not in page.content


def test_three_days_have_three_answers(people: World) -> None:
    page = ask(people, H20)
    columns = {column["name"]: column["brief"] for column in page.context["columns"]}
    assert page.status_code == 200
    assert columns["date"]["title"] == "licence required"
    assert [state for _, _, state in columns["delivery"]["rules"] if state == "suspended"]
    assert columns["delivery"]["title"] != "licence required"
    assert columns["today"]["day"] > columns["delivery"]["day"]


def test_the_page_agrees_with_the_api(people: World) -> None:
    shown = people.client("alice").get(f"/what-if/?{urlencode({**H20, 'format': 'json'})}").json()
    told = post(people.client("bob-token"), "/api/v1/controls/evaluate/", shown["case"])
    assert told.status_code == 200
    assert told.json() == shown["results"]["date"]


def test_an_unknown_chip_shows_what_each_candidate_gives(people: World) -> None:
    page = ask(people, {"model": "Blackwell", "date": "2025-10-15", "destination": "JP", "end_user_hq": "CN"})
    [answer, _] = [one["answer"] for one in page.context["answers"]]
    named = [model for row in answer["candidates"] for model in row["models"]]
    assert answer["step"] == "NEEDS_REVIEW"
    assert "B200" in " ".join(named)
    assert all(model in page.content.decode() for model in named)


def test_a_day_not_entered_is_not_evaluated(people: World) -> None:
    page = ask(people, {"model": "H100"})
    assert page.content.decode().count("no day entered: not evaluated") == 2


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("date", "2025-13-40", "2025-13-40"),
        ("delivery", "soon", "soon"),
        ("destination", "Q7", "ISO 3166-1"),
        ("end_user_hq", "Korea", "name of one country"),
        ("transaction", "fly", "reexport"),
        ("listed_ownership", "1.5", "0 to 1"),
        ("figures.tpp", "many", "decimal"),
        ("flags.prc_designed", "perhaps", "true"),
        ("model", "x" * 500, "400"),
        ("moves_from", "\u0007", "ISO 3166-1"),
    ],
)
def test_an_error_names_its_field_and_keeps_what_was_entered(people: World, field: str, value: str, says: str) -> None:
    page = ask(people, {**H20, field: value})
    assert page.status_code == 400
    assert field in page.context["form"].errors
    wrong = re.findall(r'<p class="wrong".*?</p>', page.content.decode(), re.S)
    assert len(wrong) == 1
    assert says in " ".join(page.context["form"].errors[field])
    assert page.context["form"]["model"].value() == (value if field == "model" else "H20")


def test_an_unknown_parameter_is_named(people: World) -> None:
    page = ask(people, {**H20, "colour": "red"})
    assert page.status_code == 400
    assert "colour" in str(page.context["form"].non_field_errors())


def test_the_case_for_programs_is_valid_json(people: World) -> None:
    page = ask(people, {**H20, "figures.tpp": "2368", "flags.prc_designed": "false"})
    case = json.loads(page.context["case_text"])
    assert case["figures"] == {"tpp": "2368"} and case["flags"] == {"prc_designed": False}
    assert "delivery" not in case


def test_a_stranger_is_asked_to_sign_in(people: World, settings: Any) -> None:
    settings.PUBLIC_READING = False
    page = people.client("anonymous").get("/what-if/?model=H20")
    assert page.status_code == 302 and page["Location"].startswith("/sign-in/?next=")
