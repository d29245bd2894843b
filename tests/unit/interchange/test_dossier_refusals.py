"""One thing wrong at a time: the pointer leads to it, the code names it."""

from __future__ import annotations

from typing import Any

import pytest

from deals.actions.dossiers import DossierRefused
from tests.unit.interchange.dossiers import changed, read, small

USD = {"kind": "exact", "point": "1", "currency": "USD"}
A = "/facilities/0/amount"
CASES: list[tuple[str, Any, str, str]] = [
    # path changed, value, pointer told ("" = the path), code
    ("/schema", ..., "/", "schema"),
    ("/schema", "deal-dossier/9", "", "schema"),
    ("/roels", [], "", "unknown-field"),
    ("/deal/title", ..., "/deal", "missing"),
    ("/deal/key", "Aoba Loan", "", "key"),
    ("/deal/currency", "USX", "", "currency"),
    ("/deal/title", "  ", "", "blank"),
    ("/deal/title", "x" * 301, "", "too-long"),
    ("/deal/title", "a\nb", "", "text"),
    ("/deal/title", "loan \u202egnp", "", "text"),
    ("/deal/title", "lo\u200ban", "", "text"),
    ("/deal/title", "a\u200db", "", "text"),
    ("/deal/title", "\u3164", "", "text"),
    ("/deal/id", "7", "", "id"),
    ("/facilities", {}, "", "type"),
    ("/facilities/0", "f1", "", "type"),
    ("/facilities/0/kind", ..., "/facilities/0", "missing"),
    ("/facilities/0/kind", "term laon", "", "choice"),
    ("/facilities/0/key", ..., "/facilities/0", "no-key"),
    ("/facilities/-", {"key": "f1", "kind": "loan"}, "/facilities/1/key", "repeated"),
    ("/facilities/0/colour", "red", "", "unknown-field"),
    ("/facilities/0/revolving", "yes", "", "type"),
    ("/facilities/0/redemption", "call", "", "type"),
    (A, "300m", "", "amount"),
    (A + "/point", "1,000", "", "amount"),
    (A + "/point", "0x10", "", "amount"),
    (A + "/point", "1_000", "", "amount"),
    (A + "/point", "1e9", "", "amount"),
    (A + "/point", "-5", A, "negative"),
    (A + "/point", True, "", "amount"),
    (A + "/currency", ..., A, "currency"),
    (A + "/currency", "usd", "", "currency"),
    (A + "/currency", "ABC", "", "currency"),
    (A, {"kind": "exact", "point": "1.5", "currency": "JPY"}, A + "/point", "amount"),
    (A, {"kind": "range", "low": "2", "high": "1", "currency": "USD"}, A + "/low", "amount"),
    (A, {"kind": "at most", "point": "1", "currency": "USD"}, A, "amount"),
    ("/facilities/0/tenor_months", USD, "/facilities/0/tenor_months/currency", "currency"),
    ("/stakes/0/share/point", "35", "/stakes/0/share", "fraction"),
    ("/pricing", [{"key": "p1", "facility": "f1", "rate": {"point": "8.5"}}], "/pricing/0/rate", "fraction"),
    ("/pricing", [{"key": "p1", "facility": "f1", "rate": {"point": "-5"}}], "/pricing/0/rate", "fraction"),
    ("/pricing", [{"key": "p1", "facility": "f1", "issue_price": {"point": "98.5"}}], "/pricing/0/issue_price", "fraction"),
    ("/pricing", [{"key": "p1", "facility": "f1", "issue_price": {"point": "0"}}], "/pricing/0/issue_price", "fraction"),
    ("/pricing", [{"key": "p1", "facility": "f1", "margin_bps": {"point": "0.0225"}}], "/pricing/0/margin_bps", "basis-points"),
    ("/pricing", [{"key": "p1", "facility": "f1", "margin_bps": {"kind": "at most", "high": "22500"}}], "/pricing/0/margin_bps", "basis-points"),
    ("/contracts/0/value", {"point": "-5", "currency": "USD"}, "", "negative"),
    ("/facilities/0/purpose/-", {"what": "x", "share": {"point": "0.6"}}, "/facilities/0/purpose", "fraction"),
    ("/facilities/0/purpose/0/whta", "x", "", "unknown-field"),
    ("/facilities/0/signing_date", "2025-02-29", "", "date"),
    ("/facilities/0/signing_date", "03/04/2025", "", "date"),
    ("/facilities/0/signing_date", "0001-01-01", "", "date"),
    ("/facilities/0/signing_date", "9999-12-31", "", "date"),
    ("/facilities/0/signing_date", 45992, "", "date"),
    ("/facilities/0/signing_date", "2025-12-01T00:00:00", "", "date"),
    ("/facilities/0/maturity_date", "2024", "", "date"),
    ("/events/0/occurred", {"since": "2020"}, "", "date"),
    ("/sites/0/country", "jp", "", "country"),
    ("/sites/0/country", "ZZ", "", "country"),
    ("/sites/0/position", {"latitude": "95", "longitude": "0"}, "/sites/0/position/latitude", "number"),
    ("/sites/0/position", {"latitude": "35.123456", "longitude": "0"}, "/sites/0/position/latitude", "number"),
    ("/sites/0/position", {"latitude": "35"}, "/sites/0/position/longitude", "missing"),
    ("/sites/0/buildings", "2", "", "type"),
    ("/sites/0/buildings", True, "", "type"),
    ("/sites/0/buildings", -1, "", "number"),
    ("/sites/0/part_of", "tokyo", "", "ring"),
    ("/parties/0/names", [], "", "blank"),
    ("/parties/0/names", [{}], "/parties/0/names/0", "empty"),
    ("/roles/0", {}, "", "empty"),
    ("/claims/1/quote", {}, "", "empty"),
    ("/parties/0/names/1", {"text": "Aoba Compute"}, "", "repeated"),
    ("/parties/0/identifiers", [{"scheme": "lei", "value": "5493001KJTIIGC8Y1R13"}], "/parties/0/identifiers/0/value", "identifier"),
    ("/parties/0/kind", "person", "", "accepted"),
    ("/parties/2/kind", "person", "/parties/2", "person"),
    ("/parties/1/count_max", 1, "", "number"),
    ("/parties/0/count_min", 1, "", "choice"),
    ("/roles/0/party", "aobo", "", "reference"),
    ("/roles/0/role", "caretaker", "", "choice"),
    ("/roles/0/group", "money", "", "choice"),
    ("/figures/0/includes", ["f9"], "/figures/0/includes/0", "reference"),
    ("/facilities/0/relies_on", ["k1", "k1"], "/facilities/0/relies_on/1", "repeated"),
    ("/facilities/0/increases", "f1", "", "ring"),
    ("/contracts/0/under", "k1", "", "ring"),
    ("/stakes/0/owned", "parent", "", "reference"),
    ("/stakes/-", {"key": "st2", "owner": "aoba", "owned": "parent"}, "", "accepted"),
    ("/entries/0/amount/kind", "approx", "/entries/0/amount", "amount"),
    ("/entries/0/amount/point", "0", "/entries/0/amount", "amount"),
    ("/entries/0/kind", "drawdown", "/entries/0", "balance"),
    ("/entries/0/source", "wier", "", "reference"),
    ("/entries/0/value_date", "2025", "", "date"),
    ("/entries/-", {"key": "e2", "facility": "f1", "kind": "increase", "value_date": "2025-12-02", "source": "wire",
                    "amount": {"kind": "exact", "point": "1", "currency": "EUR"}}, "/entries/0/amount", "currency"),
    ("/entries/0/reverses", "e1", "", "ring"),
    ("/entries/0/counter", "o1", "", "reference"),
    ("/sources/0/published", ..., "/sources/0", "missing"),
    ("/sources/0/published", {"after": "2025-01-01"}, "", "date"),
    ("/sources/0/url", "javascript:alert(1)", "", "url"),
    ("/sources/1/url", "https://wire.example/1", "", "repeated"),
    ("/sources/0/links", [{"kind": "quotes", "to": "copy"}], "", "ring"),
    ("/sources/-", {"key": "lone", "kind": "memo", "publisher": "X", "published": "2025"}, "/sources/2", "unused"),
    ("/claims/0/at/-", "/facilities/f2", "/claims/0/at/13", "path"),
    ("/claims/0/at/-", "/facilities/f1/amuont", "/claims/0/at/13", "path"),
    ("/claims/0/at/-", "facilities/f1", "/claims/0/at/13", "path"),
    ("/claims/0/at/-", "/entries/e1/amount", "/claims/0/at/13", "path"),
    ("/claims/1/at", {"list": "x"}, "", "type"),
    ("/claims/1/value", "3bn", "", "amount"),
    ("/claims/1/rank", 1, "/claims/1", "missing"),
    ("/claims/1/source", "press", "", "reference"),
    ("/claims/1/stance", "says", "", "choice"),
    ("/claims/0/at/1", "/roles/r2", "/roles/0", "no-claim"),
    ("/claims/0/at/11", "/roles/r1", "/parties/0/hq_country", "no-claim"),
    ("/claims/0/state", "proposed", "/stakes/0", "no-claim"),
    ("/claims/-", {"source": "wire", "attribution": "people familiar", "at": "/roles/r1"}, "/claims/2", "repeated"),
    ("/replies/0/listed", ["/facilities/f7"], "/replies/0/listed/0", "path"),
    ("/replies/0/channel", "e-mail", "/replies/0", "missing"),
    ("/replies/0/party", ..., "/replies/0", "missing"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "pointer", "code"), CASES, ids=[f"{c[0]}={str(c[1])[:30]}" for c in CASES])
def test_told_where_and_why(path: str, value: Any, pointer: str, code: str) -> None:
    document = changed(path, value)
    if code == "accepted":
        document["claims"].append({"source": "wire", "at": f"/{path.split('/')[1]}/st2"}) if "stakes" in path else None
        assert read(document)
        return
    with pytest.raises(DossierRefused) as refused:
        read(document)
    told = [(p.pointer or "/", p.code) for p in refused.value.problems]
    assert ((pointer or path), code) in told
    assert all(len(problem.message) > 10 for problem in refused.value.problems)


def test_the_small_dossier_itself_is_accepted() -> None:
    dossier = read(small())[0]
    assert (dossier.ref, len(dossier.claims), len(dossier.list("parties"))) == ("aoba-loan", 14, 4)


@pytest.mark.parametrize("text", ["👩‍💻 GPUs", "🏴 and 🇯🇵", "می‌خواهم", "한국 小红书 Ωμέγα", "a\u0301"])
def test_any_script_and_emoji_are_accepted_and_composed(text: str) -> None:
    title = read(small(title=text))[0].deal.values["title"]
    assert title == {"a\u0301": "á"}.get(text, text)


def test_parties_that_own_each_other_are_told_with_the_path() -> None:
    document = small()
    document["stakes"] = [
        {"key": "st1", "owner": "parent", "owned": "aoba", "share": {"kind": "exact", "point": "0.6"}},
        {"key": "st2", "owner": "aoba", "owned": "parent", "kind": "control"},
    ]
    document["claims"][0]["at"].append("/stakes/st2")
    with pytest.raises(DossierRefused) as refused:
        read(document)
    assert "parent → aoba → parent" in refused.value.problems[0].message


def test_a_ring_of_a_thousand_is_found() -> None:
    document = small()
    names = [f"p{n}" for n in range(1000)]
    document["parties"] += [{"key": name, "names": [{"text": name}]} for name in names]
    document["stakes"] = [{"key": f"s{n}", "owner": names[n], "owned": names[(n + 1) % 1000]} for n in range(1000)]
    document["claims"][0]["at"].remove("/stakes/st1")
    for start in range(0, 1000, 200):
        document["claims"].append({"source": "wire", "at": [f"/stakes/s{n}" for n in range(start, start + 200)]})
    with pytest.raises(DossierRefused) as refused:
        read(document)
    assert [problem.code for problem in refused.value.problems] == ["ring"]


@pytest.mark.parametrize(("kind", "end"), [("term laon", 'other; did you mean "term loan"?'), ("zzzz", ", other")])
def test_a_word_that_is_no_choice_is_told_the_nearest_in_one_sentence(kind: str, end: str) -> None:
    with pytest.raises(DossierRefused) as refused:
        read(changed("/facilities/0/kind", kind))
    assert refused.value.problems[0].message.endswith(end)
