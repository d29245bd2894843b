"""The deal sheet: one deal as its readers see it, from its bundle. Plain Python, dates are parameters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from deals.sheets.calc.bundle import Bundle, Row
from deals.sheets.calc.headline import chips, countries, headline, path
from deals.sheets.calc.tracks import unstaged
from deals.timeline.calc import STAGES, Stage, stage_on
from dealtracker.ids import public_id
from dealtracker.periods import OPEN_END, When

# list of the sheet → the prefix of its ids
KINDS = {
    "relations": "relation", "facilities": "facility", "pricing": "pricing", "contracts": "contract", "supports": "support",
    "roles": "role", "figures": "figure", "pledges": "pledge", "covenants": "covenant", "ratings": "rating",
    "holds": "hold", "entries": "entry", "balances": "balance", "hardware": "hardware", "events": "event",
}  # fmt: skip
_REFERENCES = {
    "facility": "facility", "contract": "contract", "support": "support", "line": "hardware", "hold": "hold",
    "increases": "facility", "under": "contract", "reverses": "entry", "source": "source", "to": "deal",
}  # fmt: skip
_CAPACITY = ("key", "mw", "gpus", "kind", "phase", "state", "by")
_NOT_STATED = "not stated"
_PARTIES = ("party", "supplier", "customer", "provider", "obligor", "beneficiary", "pledgor", "vendor")
_REFERRING = frozenset({*_REFERENCES, *_PARTIES, "site", "model", "relies_on", "financed_by"})


def sheet(
    bundle: Bundle, *, stages: dict[str, list[Stage]], evidence: Row, findings: list[Row], as_of: date
) -> Row:
    """The whole document; `stages` by facility id ("" for the deal), `evidence` as `evidence_summary` gives it,
    `findings` as `findings_on` does."""
    lists = {name: [_row(bundle, name, row) for row in bundle.rows[name]] for name in KINDS}
    lists["events"] = with_scheduled(lists["events"], as_of)
    deal = bundle.deal
    return {
        "id": public_id("deal", deal["id"]),
        "title": deal["title"],
        "external_ref": deal["external_ref"],
        "currency": deal["currency"] or None,
        "labels": deal["labels"],
        "compartment": deal["wall"],
        "private_view_of": public_id("deal", deal["private_view_of_id"]) if deal.get("private_view_of_id") else None,
        "demo": deal.get("demo") or None,
        "revision": deal["revision"],
        "parties": [{**party_json(row), **_parents(bundle, key)} for key, row in bundle.parties.items()],
        "sites": [_site(bundle, row) for row in bundle.sites.values()],
        **lists,
        "replies": [_reply(bundle, row) for row in bundle.replies],
        "sources": [source_json(row) for row in bundle.sources],
        "derived": {**derived(bundle, stages=stages, evidence=evidence, as_of=as_of), "findings": findings},
    }


def derived(bundle: Bundle, *, stages: dict[str, list[Stage]], evidence: Row, as_of: date) -> Row:
    """What follows from the facts on a day: never stored as fact, never accepted on import."""
    where = countries(bundle)
    return {
        "headline": headline(bundle),
        "stage": stage_json(stage_on(stages.get("", ()), as_of)),
        "stages": {key or "deal": [stage_json(s) for s in periods] for key, periods in _named(bundle, stages).items()},
        "unstaged": _unstaged(bundle, stages),
        "stage_counts": _stage_counts(_code(stage_on(stages.get(row["id"], ()), as_of)) for row in bundle.rows["facilities"]),
        "countries": where,
        "path": path(where),
        "chips": chips(bundle),
        "announced": _announced(bundle),
        "replies": dict(Counter(row["stance"] for row in bundle.replies)),
        **evidence,
    }


def on_day(document: Row, *, findings: list[Row], as_of: date) -> Row:
    """The document of any day as that of another: all else in it depends on what is known, not on the day."""
    held = {key: _holding(periods, as_of.isoformat()) for key, periods in document["derived"]["stages"].items()}
    codes = (stage["code"] if (stage := held[row["key"]]) else _NOT_STATED for row in document["facilities"])
    changed = {"stage": held["deal"], "stage_counts": _stage_counts(codes), "findings": findings}
    events = with_scheduled(document["events"], as_of)
    return {**document, "events": events, "derived": {**document["derived"], **changed}}


def event_day(row: Row) -> date | None:
    """The day from which an event moves a stage; None where no day is stated."""
    when = row.get("occurred")
    return None if not when or (isinstance(when, dict) and "words" in when) else _earliest(when)


def with_scheduled(events: Iterable[Row], as_of: date) -> list[Row]:
    """Events whose day is still to come say so: what is stated of a later day is a plan, and in no stage before it."""
    return [_with_scheduled(row, is_scheduled=(event_day(row) or as_of) > as_of) for row in events]


def _with_scheduled(row: Row, *, is_scheduled: bool) -> Row:
    kept = {name: value for name, value in row.items() if name != "scheduled"}
    return {**kept, "scheduled": True} if is_scheduled else kept


def _holding(periods: Iterable[Row], day: str) -> Row | None:
    return next((row for row in periods if row["start"] <= day and (row["end"] is None or day < row["end"])), None)


def brief(document: Row) -> Row:
    """What a list row needs of the sheet, and no more."""
    kept = ("id", "title", "external_ref", "currency", "labels", "compartment", "private_view_of", "demo", "revision")
    roles = [
        {"role": r["role"], "group": r["group"], "party": r["party"], "status": r["status"]} for r in document["roles"]
    ]
    derived_kept = {key: value for key, value in document["derived"].items() if key not in ("stages", "unstaged")}
    places = [{name: site.get(name) for name in ("id", "name", "city", "country")} for site in document["sites"]]
    return {**{name: document[name] for name in kept}, "roles": roles, "sites": places, "derived": derived_kept}


def party_ref(bundle: Bundle, key: str) -> Row:
    row = bundle.parties.get(key)
    return {"id": public_id("party", key), "name": row["name"] if row else None}


def party_json(row: Row) -> Row:
    kept = ("kind", "name", "hq_country", "jurisdiction", "count_min", "count_max", "count_of", "reason_unnamed")
    found = {name: row[name] for name in kept if row.get(name) not in (None, "")}
    members = [public_id("party", member) for member in row.get("members", ())]
    return {
        "id": public_id("party", row["id"]),
        **found,
        "names": [{k: v for k, v in name.items() if v not in ("", None, False)} for name in row["names"]],
        "identifiers": row.get("identifiers", []),
        **({"members": members} if members else {}),
        "standings": row.get("standings", {}),
    }


def _parents(bundle: Bundle, party: str) -> Row:
    """Who stands at the top of the party, on what basis and when; nothing where no owner is entered."""
    kept = ("name", "hq_country", "basis", "certainty", "start", "end")
    found = [
        {"id": public_id("party", row["id"]) if row["id"] else None, **{name: row[name] for name in kept}}
        for row in bundle.parents.get(party, ())
    ]
    return {"ultimate_parents": found} if found else {}


def source_json(row: Row) -> Row:
    kept = (
        "kind",
        "publisher",
        "newsroom",
        "title",
        "url",
        "language",
        "published_from",
        "published_to",
        "date_basis",
        "read",
    )
    links = [{"kind": k["kind"], "to": public_id("source", k["to"]), "basis": k["basis"]} for k in row["links"]]
    first_hand = not any(
        k["basis"] == "cited" and k["kind"] in ("re-reports", "translates", "quotes") for k in row["links"]
    )
    found = {name: row[name] for name in kept if row.get(name) not in (None, "")}
    return {"id": public_id("source", row["id"]), "key": row["key"], **found, "first_hand": first_hand, "links": links}


def stage_json(stage: Stage | None) -> Row | None:
    if stage is None:
        return None
    end = None if stage.end == OPEN_END else stage.end.isoformat()
    started = When.parse(stage.start_when)
    return {"code": stage.stage, "start": stage.start.isoformat(), "end": end, "since": started.to_json()}


def _row(bundle: Bundle, name: str, row: Row) -> Row:
    own = {"id": public_id(KINDS[name], row["id"]), "claims": bundle.claims.get(row["id"], 0)}
    referring = {key: _reference(bundle, key, row[key]) for key in _REFERRING.intersection(row)}
    return {"id": own["id"], **row, **referring, **own}


def _reference(bundle: Bundle, key: str, value: Any) -> Any:
    if isinstance(value, dict) or value is None:
        return value
    if key in _PARTIES:
        return party_ref(bundle, value)
    if key == "site":
        place = bundle.sites.get(value)
        return {"id": public_id("site", value), "name": place["name"] if place else None}
    if key == "model":
        model = bundle.models.get(value)
        return {**model, "id": public_id("model", model["id"])} if model else value
    if key in ("relies_on", "financed_by"):
        return [public_id("contract" if key == "relies_on" else "facility", each) for each in value]
    return public_id(_REFERENCES[key], value) if key in _REFERENCES and _is_key(value) else value


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 36 and value.count("-") == 4


def _site(bundle: Bundle, row: Row) -> Row:
    kept = (
        "key",
        "name",
        "kind",
        "country",
        "region",
        "city",
        "district",
        "precision",
        "buildings",
        "standing",
        "standings",
    )
    found = {name: row[name] for name in kept if row.get(name) not in (None, "")}
    position = {n: str(row[n]) for n in ("latitude", "longitude") if row.get(n) is not None}
    capacities = [
        {
            "id": public_id("capacity", c["id"]),
            **{name: c[name] for name in _CAPACITY if c.get(name) not in (None, "")},
            "claims": bundle.claims.get(c["id"], 0),
        }
        for c in row.get("capacities", ())
    ]
    return {
        "id": public_id("site", row["id"]),
        **found,
        **({"position": position} if position else {}),
        "capacities": capacities,
    }


def _reply(bundle: Bundle, row: Row) -> Row:
    kept = ("key", "channel", "asked_on", "until", "stance", "scope", "listed", "words", "known")
    found = {name: row[name] for name in kept if row.get(name) not in (None, "", [])}
    if "listed" in found:
        found["listed"] = [path for entry in found["listed"] if (path := _path(bundle, entry))]
    when = {"replied_on": When.parse(row["replied_on"]).to_json()} if row.get("replied_on") else {}
    source = {"source": public_id("source", row["source_id"])} if row.get("source_id") else {}
    return {"id": public_id("reply", row["id"]), "party": party_ref(bundle, row["party_id"]), **found, **when, **source}


def _path(bundle: Bundle, entry: Row) -> str | None:
    """Where a listed value stands, as in a dossier: "/facilities/f1/amount"; None for a row that is not known yet."""
    rows = {row["id"]: f"/{name}/{row['key']}" for name, found in bundle.rows.items() for row in found}
    at = rows.get(str(entry["target"]))
    return f"{at}/{entry['field']}" if at and entry.get("field") else at


def _named(bundle: Bundle, stages: dict[str, list[Stage]]) -> dict[str, list[Stage]]:
    keys = {row["id"]: row["key"] for row in bundle.rows["facilities"]}
    return {keys.get(facility, ""): periods for facility, periods in stages.items() if not facility or facility in keys}


def _unstaged(bundle: Bundle, stages: dict[str, list[Stage]]) -> Row:
    """Facilities of which no stage but their end is known, with the day from which what is stated of them stands."""
    keys = {row["id"]: row["key"] for row in bundle.rows["facilities"]}
    return {keys[facility]: day.isoformat() for facility, day in unstaged(bundle, stages).items()}


def _stage_counts(codes: Iterable[str]) -> Row:
    found = Counter(codes)
    return {stage: found[stage] for stage in (*STAGES, _NOT_STATED) if found[stage]}


def _code(stage: Stage | None) -> str:
    return stage.stage if stage else _NOT_STATED


def _announced(bundle: Bundle) -> Any:
    """When the deal was first announced or, failing that, the earliest dated event; imprecise as stated."""
    dated = [row for row in bundle.rows["events"] if row.get("occurred")]
    announced = [row for row in dated if row["kind"] == "announced"]
    return min((row["occurred"] for row in announced or dated), key=_earliest, default=None)


def _earliest(when: Any) -> date:
    found = When.from_json(when)
    day = found.earliest or found.latest
    assert day is not None
    return day
