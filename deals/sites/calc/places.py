"""Where to draw a place of which only the name is known: the middle of its city or country, as an area, never as a pin.

Degrees are rounded: to a tenth for cities, to whole degrees for countries, which is all that an area needs. They are
geography (GeoNames, Natural Earth), not evidence: no page gives them as the position of a site.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_COUNTRIES = """
AE 24 54|AM 40 45|AR -35 -65|AT 47.5 14|AU -25 134|AZ 40 48|BE 50.6 4.6|BG 43 25|BH 26 50.5|BR -10 -53|CA 58 -100
CH 47 8|CL -33 -71|CN 35 104|CO 4 -73|CY 35 33|CZ 50 15.5|DE 51 10|DK 56 10|EE 59 26|EG 27 30|ES 40 -4|FI 63 26
FR 47 2.5|GB 54 -2.5|GE 42 43.5|GR 39 22|HK 22.3 114.2|HU 47 19.5|ID -3 116|IE 53.2 -8|IL 31.5 35|IN 22 79|IS 65 -18.5
IT 43 12.5|JO 31 36.5|JP 36.5 138|KE 0 38|KH 12.5 105|KR 36.5 128|KW 29.3 47.6|KZ 48 67|LA 18 104|LT 55.3 24|LU 49.8 6.1
LV 57 25|MA 32 -6.5|MO 22.2 113.5|MT 35.9 14.4|MX 24 -102|MY 4 109|NG 9 8|NL 52.2 5.5|NO 62 9.5|NZ -41 173|OM 21 57
PH 13 122|PK 30 69.5|PL 52 19.5|PT 39.6 -8|QA 25.3 51.2|RO 46 25|RS 44 21|RU 60 95|SA 24 45|SE 62 16|SG 1.35 103.8
SI 46 15|SK 48.7 19.5|TH 15 101|TR 39 35|TW 23.7 121|UA 49 32|US 39 -98|UY -33 -56|UZ 41.5 64|VN 16 107.5|ZA -29 25
"""
# Country, and the state where a country has towns of one name in several: its cities. "US" without a state are cities that
# nobody takes for another when no state is named.
_CITIES = """
JP: Tokyo 35.7 139.7|Osaka 34.7 135.5|Inzai 35.8 140.1|Yokohama 35.4 139.6|Fukuoka 33.6 130.4|Nagoya 35.2 136.9|Sapporo 43.1 141.4
KR: Seoul 37.6 127.0|Busan 35.2 129.1
SG: Singapore 1.4 103.8
MY: Johor Bahru 1.5 103.7|Gelang Patah 1.4 103.6|Kulai 1.7 103.6|Kuala Lumpur 3.1 101.7|Cyberjaya 2.9 101.7
ID: Batam 1.1 104.0|Jakarta -6.2 106.8
TH: Bangkok 13.8 100.5
IN: Mumbai 19.1 72.9|Navi Mumbai 19.0 73.0|Noida 28.6 77.3|Greater Noida 28.5 77.5|Hyderabad 17.4 78.5|Chennai 13.1 80.3
HK: Hong Kong 22.3 114.2
TW: Taipei 25.0 121.6|Kaohsiung 22.6 120.3
AU: Sydney -33.9 151.2|Melbourne -37.8 145.0|Perth -31.9 115.9
GB: London 51.5 -0.1|Slough 51.5 -0.6|Loughton 51.6 0.1
FR: Paris 48.9 2.3|Marseille 43.3 5.4
DE: Frankfurt 50.1 8.7|Berlin 52.5 13.4|Munich 48.1 11.6
IT: Milan 45.5 9.2
ES: Madrid 40.4 -3.7|Barcelona 41.4 2.2
PT: Lisbon 38.7 -9.1|Sines 38.0 -8.9
NL: Amsterdam 52.4 4.9
IE: Dublin 53.3 -6.3
CH: Zurich 47.4 8.5
NO: Oslo 59.9 10.8|Narvik 68.4 17.4|Glomfjord 66.8 13.9
SE: Stockholm 59.3 18.1
FI: Helsinki 60.2 24.9
AE: Abu Dhabi 24.5 54.4|Dubai 25.2 55.3
SA: Riyadh 24.7 46.7|Dammam 26.4 50.1
QA: Doha 25.3 51.5
IL: Tel Aviv 32.1 34.8
AM: Yerevan 40.2 44.5|Hrazdan 40.5 44.8
KE: Nairobi -1.3 36.8
ZA: Johannesburg -26.2 28.0
US Texas: Abilene 32.4 -99.7|Dallas 32.8 -96.8|Denton 33.2 -97.1|Plano 33.0 -96.7|Colorado City 32.4 -100.9
US Pennsylvania: Lancaster 40.0 -76.3
US North Dakota: Ellendale 46.0 -98.5|Harwood 47.0 -96.9
US New York: Barker 43.3 -78.6|New York 40.7 -74.0
US Tennessee: Memphis 35.1 -90.0
US Wisconsin: Port Washington 43.4 -87.9
US Arizona: Phoenix 33.4 -112.1
US Virginia: Ashburn 39.0 -77.5
US Illinois: Chicago 41.9 -87.6
US Georgia: Atlanta 33.7 -84.4
US California: San Francisco 37.8 -122.4|Santa Clara 37.4 -122.0
US: Dallas 32.8 -96.8|New York 40.7 -74.0|Phoenix 33.4 -112.1|Chicago 41.9 -87.6|Atlanta 33.7 -84.4|San Francisco 37.8 -122.4
CA: Montreal 45.5 -73.6|Toronto 43.7 -79.4
MX: Mexico City 19.4 -99.1|Querétaro 20.6 -100.4
BR: São Paulo -23.6 -46.6
CL: Santiago -33.4 -70.7
CN: Shanghai 31.2 121.5|Beijing 39.9 116.4|Shenzhen 22.5 114.1
"""
_REGIONS = """
MY: Johor 1.9 103.4
AU: Tasmania -42.0 147.0
AE: Abu Dhabi 24.0 54.0
US: Texas 31.5 -99.0|Wisconsin 44.5 -89.7|Pennsylvania 41.0 -77.6|North Dakota 47.5 -100.5|New York 43.0 -75.5
"""
_STATES = {
    "tx": "texas", "pa": "pennsylvania", "nd": "north dakota", "ny": "new york", "new york state": "new york",
    "tn": "tennessee", "wi": "wisconsin", "az": "arizona", "va": "virginia", "il": "illinois", "ga": "georgia",
    "ca": "california",
}  # fmt: skip
_COARSER = ("exact", "district", "city", "region", "country")
Degrees = tuple[str, str]


@dataclass(frozen=True)
class Where:
    """Where to draw a site, and how precisely: "exact" is a pin, anything else an area."""

    latitude: str
    longitude: str
    precision: str


def _entries(line: str) -> dict[str, Degrees]:
    found = (entry.rsplit(" ", 2) for entry in line.split("|"))
    return {name.strip().casefold(): (latitude, longitude) for name, latitude, longitude in found}


def _read(table: str) -> dict[tuple[str, str, str], Degrees]:
    """(country, state or "", name) → middle."""
    heads = (line.split(": ") for line in table.strip().splitlines())
    return {
        (head[:2].casefold(), head[3:].casefold(), name): middle for head, line in heads for name, middle in _entries(line).items()
    }


CITIES, REGIONS = _read(_CITIES), _read(_REGIONS)
COUNTRIES = {name: middle for line in _COUNTRIES.strip().splitlines() for name, middle in _entries(line).items()}


def position(site: Mapping[str, Any]) -> Where | None:
    """The entered position, else the middle of the city, region or country named; None where none is known to us.

    Drawn no more precisely than the site's own precision. A name counts in the country of the site alone.
    """
    entered = site.get("position")
    if entered:
        return Where(entered["latitude"], entered["longitude"], site["precision"])
    country, region, city, district = (_said(site, field) for field in ("country", "region", "city", "district"))
    region = _STATES.get(region, region) if country == "us" else region
    stated = "" if site.get("precision") == "country" else str(site.get("precision") or "")
    for found, precision in (
        (_city(country, region, district) or _city(country, region, city), "city"),
        (REGIONS.get((country, "", region)) or CITIES.get((country, "", region)), "region"),
        (COUNTRIES.get(country), "country"),
    ):
        if found:
            return Where(*found, max(precision, stated or precision, key=_COARSER.index))
    return None


def _city(country: str, region: str, name: str) -> Degrees | None:
    """In a country of many namesakes a state that is named must be the city's."""
    plain = None if country == "us" and region else CITIES.get((country, "", name))
    return CITIES.get((country, region, name)) or plain


def _said(site: Mapping[str, Any], field: str) -> str:
    return str(site.get(field) or "").strip().casefold()
