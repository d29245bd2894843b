"""A country by its code, by a name or by a usual abbreviation; what could mean two is none."""
from __future__ import annotations

import pycountry
import pytest

from dealtracker.countries import NAMES, country_code


def test_every_code_and_every_name_leads_to_its_code() -> None:
    for code, name in NAMES.items():
        assert country_code(code) == country_code(code.lower()) == country_code(f" {name.upper()} ") == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hong Kong SAR", "HK"), ("Macau", "MO"), ("UK", "GB"), ("U.A.E.", "AE"), ("U.S.", "US"), ("PRC", "CN"),
        ("Viet Nam", "VN"), ("Turkiye", "TR"), ("The Netherlands", "NL"), ("Cote d'Ivoire", "CI"), ("ＣＮ", "CN"),
        ("South Korea", "KR"), ("Republic of Korea", "KR"), ("DPRK", "KP"), ("England", "GB"), ("BVI", "VG"), ("Saudi", "SA"),
    ],
)  # fmt: skip
def test_usual_ways_to_write_a_country(text: str, code: str) -> None:
    assert country_code(text) == code


def test_codes_of_three_letters_are_those_of_iso() -> None:
    assert country_code("XKX") == "XK"
    for country in pycountry.countries:
        assert country_code(country.alpha_3) == country_code(country.alpha_3.lower()) == country.alpha_2


@pytest.mark.parametrize("text", ["", " ", "Korea", "Congo", "Q7", "Europe", "Wonderland", "ıq", "JPX", "US/CN", "日本"])
def test_what_is_no_one_country(text: str) -> None:
    assert country_code(text) is None
