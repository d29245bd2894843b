"""The JSON Schema of what screening says of a party."""

from __future__ import annotations

from typing import Any

from dealtracker.apikit.shapes import DAY, TEXT, Schema
from parties.reports.screening_told import RULE_CODES


def _closed(**properties: Any) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _array(item: Schema) -> Schema:
    return {"type": "array", "items": item}


_MAYBE = {"type": ["string", "null"]}
_WHOLE = {"type": "integer"}
_YES = {"type": "boolean"}
_SHARE = {**_closed(low=TEXT, high=TEXT, words=TEXT), "type": ["object", "null"]}
_LIST = _closed(
    name=TEXT,
    version=_WHOLE,
    entries=_WHOLE,
    file_date=DAY,
    sha256=TEXT,
    screened_at=_MAYBE,
    candidates=_WHOLE,
    words=TEXT,
)
_JUDGEMENT = _closed(
    id=TEXT, verdict=TEXT, reason=TEXT, judged_by=TEXT, judged_at=TEXT, outdated=_YES, waiting=_YES, confirmed_by=TEXT,
    seen={"type": "object"},
)  # fmt: skip
CANDIDATE = _closed(
    party=TEXT, watchlist=_WHOLE, list=TEXT, ref=TEXT, score=TEXT,
    reasons=_array(_closed(feature=TEXT, points=_WHOLE, words=TEXT)), party_name=TEXT, listed_name=TEXT, programme=TEXT,
    source_list=TEXT, regimes=_array(TEXT), url=TEXT, links=_array({"type": "object"}), inputs=TEXT,
    verdict={"enum": ["", "same", "different", "unsure"]}, judgement={**_JUDGEMENT, "type": ["object", "null"]},
)  # fmt: skip
SCREENING: Schema = _closed(
    party=TEXT, state=TEXT, lists=_array(_LIST), candidates=_array(CANDIDATE),
    ownership=_array(
        _closed(
            rule={"enum": list(RULE_CODES.values())}, title=TEXT, aggregate=_SHARE, reaches_half={"type": ["boolean", "null"]},
            owners=_array(_closed(party=TEXT, name=TEXT, share=_SHARE, listed=_YES)), words=TEXT, citation=TEXT,
        )
    ),
    note=TEXT,
)  # fmt: skip
