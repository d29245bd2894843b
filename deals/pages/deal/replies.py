"""What each party is reported to have answered; who was not asked is said in one sentence."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

from deals.pages.deal.seen import Row, Seen, published, words
from dealtracker.uikit import formats

SCOPES = {"whole": "the whole report", "listed": "listed claims", "unspecified": "not specified"}


def reply_rows(seen: Seen, retold: Mapping[str, Sequence[Row]], claimed: Container[str]) -> list[dict[str, Any]]:
    """One row a party that answered or was asked, in the shape of the reply matrix; `retold` are the tellings of a
    reply, by its id, that differ from their root, `claimed` the ids of replies with claims of their own."""
    by_party: dict[str, list[Row]] = {}
    for reply in seen.doc["replies"]:
        by_party.setdefault(reply["party"]["id"], []).append(reply)
    order = {role["party"]["id"]: place for place, role in enumerate(seen.doc["roles"])}
    keys = sorted(by_party, key=lambda key: order.get(key, len(order)))
    return [_row(seen, sorted(by_party[key], key=_known), retold, claimed) for key in keys]


def _known(reply: Row) -> str:
    """The day by which it was given, latest last; one of ours that waits for an answer comes before any answer."""
    on = reply.get("replied_on")
    if reply.get("channel") and reply["stance"] == "no response" and not on:
        return ""
    given = (
        max(filter(None, (on.get(part) for part in ("to", "by", "after"))), default="") if isinstance(on, dict) else on
    )
    return str(reply.get("known") or given or "")


def _row(
    seen: Seen, replies: Sequence[Row], retold: Mapping[str, Sequence[Row]], claimed: Container[str]
) -> dict[str, Any]:
    first_hand = [reply for reply in replies if seen.sources.get(reply.get("source", ""), {}).get("first_hand", True)]
    told = first_hand or replies
    last = told[-1]
    source = seen.sources.get(last.get("source", ""))
    party = last["party"]
    asked = [reply for reply in replies if reply.get("channel")]
    again = [_retold(seen, reply) for reply in replies if reply not in told]
    again += [_told_as(seen, said) for reply in replies for said in retold.get(reply["id"], ())]
    at, has_claims = f"/replies/{last['key']}", last["id"] in claimed
    can_drift = has_claims or last["id"] in retold
    return {
        "party": party["name"], "url": seen.on_these_dates(f"/parties/{party['id']}/"), "role": roles_of(seen, party["id"]),
        "stance": last["stance"].replace(" ", "_"), "scope": _scope(last), "words": words(last.get("words")),
        "lang": "", "put_by": source["publisher"] if source else None, "date": published(source) if source else None,
        "asked_by_us": "; ".join(_asked(reply) for reply in asked) or None,
        "drift": "; ".join(dict.fromkeys(again)), "drift_url": seen.at("drift/", at=at) if again and can_drift else "",
        "claims_url": seen.at("claims/", at=at) if has_claims else f"/sources/{source['id']}/" if source else "",
        "earlier": [_earlier(seen, reply) for reply in told[-2::-1]],
        "detail": "" if first_hand else "found in a re-report only",
    }  # fmt: skip


def _earlier(seen: Seen, reply: Row) -> str:
    """ "declined to comment, Bloomberg News, 1 Dec 2025"."""
    stance = formats.STANCES.get(reply["stance"].replace(" ", "_"), ("", reply["stance"]))[1]
    source = seen.sources.get(reply.get("source", ""))
    by = f"{source['publisher']}, {formats.date_words(published(source))}" if source else "to us"
    return f"{stance}, {by}"


def _asked(reply: Row) -> str:
    on = f" on {formats.date_words(reply['asked_on'])}" if reply.get("asked_on") else ""
    return f"by {reply['channel']}{on}{_until(reply)}"


def _told_as(seen: Seen, said: Row) -> str:
    return f"{seen.sources.get(said['source'], {}).get('publisher', 'a re-report')}: {said['words']}"


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
