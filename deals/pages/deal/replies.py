"""What each party is reported to have answered; who was not asked is said in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from deals.pages.deal.seen import Row, Seen, published, words
from dealtracker.uikit import formats

SCOPES = {"whole": "the whole report", "listed": "listed claims", "unspecified": "not specified"}


def reply_rows(seen: Seen) -> list[dict[str, Any]]:
    """One row a party that answered or was asked, in the shape of the reply matrix; retold answers stand as drift."""
    by_party: dict[str, list[Row]] = {}
    for reply in seen.doc["replies"]:
        by_party.setdefault(reply["party"]["id"], []).append(reply)
    order = {role["party"]["id"]: place for place, role in enumerate(seen.doc["roles"])}
    return [_row(seen, by_party[key]) for key in sorted(by_party, key=lambda key: order.get(key, len(order)))]


def _row(seen: Seen, replies: Sequence[Row]) -> dict[str, Any]:
    first_hand = [reply for reply in replies if seen.sources.get(reply.get("source", ""), {}).get("first_hand", True)]
    told = first_hand or replies
    last = max(told, key=lambda reply: reply.get("known") or "")
    source = seen.sources.get(last.get("source", ""))
    party = last["party"]
    return {
        "party": party["name"], "url": seen.on_these_dates(f"/parties/{party['id']}/"), "role": roles_of(seen, party["id"]),
        "stance": last["stance"].replace(" ", "_"), "scope": _scope(last), "words": words(last.get("words")),
        "lang": "", "put_by": source["publisher"] if source else None, "date": published(source) if source else None,
        "asked_by_us": f"by {last['channel']}{_until(last)}" if last.get("channel") else None,
        "drift": "; ".join(_retold(seen, reply) for reply in replies if reply not in told),
        "detail": "" if first_hand else "found in a re-report only",
    }  # fmt: skip


def _scope(reply: Row) -> str:
    listed = f" ({formats.count_words(len(reply['listed']), 'claim')})" if reply.get("listed") else ""
    return SCOPES.get(reply["scope"], reply["scope"]) + listed


def _until(reply: Row) -> str:
    return f", until {formats.date_words(reply['until'])}" if reply.get("until") else ""


def _retold(seen: Seen, reply: Row) -> str:
    publisher = seen.sources.get(reply.get("source", ""), {}).get("publisher", "a re-report")
    return f"{publisher}: {words(reply.get('words')) or reply['stance']}"


def roles_of(seen: Seen, party: str) -> str:
    return ", ".join(dict.fromkeys(role["role"] for role in seen.doc["roles"] if role["party"]["id"] == party))


def not_asked(seen: Seen) -> list[str]:
    """Named parties with a role to whom no source says that a question was put."""
    answered = {reply["party"]["id"] for reply in seen.doc["replies"]}
    named = {role["party"]["id"]: role["party"]["name"] for role in seen.doc["roles"]}
    return [name for key, name in named.items() if key not in answered and name]
