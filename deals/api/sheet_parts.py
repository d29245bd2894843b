"""JSON Schemas of the sheet's lists that are no facts of the deal alone: parties, sites, replies, sources, chips."""

from __future__ import annotations

from deals.agreements import words as w
from deals.api.sites import CAPACITY, POSITION
from deals.api.values import COUNT, DECIMAL, NAMED, STANDING, STANDINGS, WHEN, array, closed
from deals.controls.rules.case import CERTAINTIES
from deals.controls.rules.ladder import LADDER
from dealtracker.apikit.shapes import DAY, TEXT, Schema
from dealtracker.evidence.models import Reply
from dealtracker.evidence.source_shape import SOURCE
from parties.ownership.calc.parents import BASES
from parties.reports.party_shape import PARTY

# The name of a party stands in its list with the dates between which it was used.
_NAME = closed(
    "text", text=TEXT, language=TEXT, script=TEXT, kind=TEXT, primary={"type": "boolean"}, start=TEXT, end=TEXT
)
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_DAY_OR_NULL: Schema = {**_TEXT_OR_NULL, "format": "date"}
PARENT = closed(
    *("id", "name", "hq_country", "basis", "certainty", "start", "end"),
    **dict.fromkeys(("id", "name", "hq_country"), _TEXT_OR_NULL),
    basis={"enum": [*BASES, "ring"]},
    certainty={"enum": list(CERTAINTIES)},
    start=_DAY_OR_NULL,
    end=_DAY_OR_NULL,
)
IN_SHEET_PARTY = closed(
    *("id", "name", "names", "standings"),
    **{name: shape for name, shape in PARTY["properties"].items() if name not in ("revision", "names")},
    names=array(_NAME),
    members=array(TEXT),
    standings=STANDINGS,
    ultimate_parents=array(PARENT),
)
# With what was stated of it by the day alone.
_CAPACITY: Schema = {
    **CAPACITY,
    "required": ["id", "claims"],
    "properties": {**CAPACITY["properties"], "key": TEXT, "claims": COUNT},
}
IN_SHEET_SITE = closed(
    *("id", "name", "capacities", "standing", "standings"),
    **dict.fromkeys(("id", "key", "name", "country", "region", "city", "district", "part_of"), TEXT),
    kind={"enum": list(w.SITE_KINDS)},
    precision={"enum": list(w.PRECISIONS)},
    buildings=COUNT,
    position=POSITION,
    standing=STANDING,
    standings=STANDINGS,
    capacities=array(_CAPACITY),
)
REPLY = closed(
    *("id", "key", "party", "stance", "scope"),
    id=TEXT,
    key=TEXT,
    party=NAMED,
    source=TEXT,
    channel=TEXT,
    asked_on=DAY,
    until=DAY,
    stance={"enum": list(Reply.Stance.values)},
    scope={"enum": list(Reply.Scope.values)},
    listed=array(TEXT),
    words=TEXT,
    replied_on=WHEN,
    known=DAY,
)
IN_SHEET_SOURCE: Schema = {
    **SOURCE,
    "required": ["id", "key", "kind", "publisher", "published_to", "first_hand", "links"],
    "properties": {**SOURCE["properties"], "key": TEXT, "first_hand": {"type": "boolean"}},
}
MODEL = closed("id", "slug", "name", id=TEXT, slug=TEXT, vendor=TEXT, name=TEXT, tpp=DECIMAL)
CHIP = closed("slug", "name", "vendor", slug=TEXT, name=TEXT, vendor=TEXT)
FINDING = closed(
    *("line", "step", "policy", "rules", "missing", "questions", "read_up_to"),
    line=TEXT,
    step={"enum": list(LADDER)},
    policy={"type": ["string", "null"]},
    rules=array(TEXT),
    missing=array(TEXT),
    questions=array(TEXT),
    read_up_to=DAY,
)
BRIEF_ROLE = closed(
    *("role", "group", "party", "status"), role=TEXT, group=TEXT, party=NAMED, status={"enum": list(w.ROLE_STATUS)}
)
BRIEF_SITE = closed(
    *("id", "name", "city", "country"),
    id=TEXT,
    name=TEXT,
    city={"type": ["string", "null"]},
    country={"type": ["string", "null"]},
)
