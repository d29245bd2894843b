"""The shipped demo obeys docs/deal-dossier.md: checked from the page itself, without a database."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dealtracker.money import Amount
from dealtracker.periods import When, parse_day

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "deals" / "demo").glob("*.json"))
DEALS = """
abilene-jpm-crusoe-blueowl apollo-valor-xai-3-4bn-2026 applied-digital-mam-5bn blueowl-coreweave-lancaster
cipher-fluidstack-google-barber-lake coreweave-ddtl-1 coreweave-ddtl-4 coreweave-ddtl-5 datasection-tencent-osaka-sydney
firebird-armenia-500m firmus-blackstone-10bn firmus-sg-120m flash-compute-1-275bn fluidstack-france-1gw
fluidstack-macquarie-10bn humain-infra-1-2bn lambda-jpm-275m-upsized-1bn lambda-macquarie-500m
megaspeed-malaysia-indonesia nscale-ddtl-1-4bn nvidia-ytl-johor palebluedot-xiaohongshu-tokyo shanghai-dc-science-johor
sharonai-1-6bn-nvidia-ai-factory sharonai-350m-converts softbank-openai-40bn-bridge stargate-uae-g42
terawulf-wulfcompute-3-2bn valor-vci-apollo-xai-5-4bn vantage-oracle-openai-38bn yotta-nvidia-noida-2bn
yotta-private-credit-500m zdata-johor-500m
""".split()

KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
PAGE = (ROOT / "docs" / "deal-dossier.md").read_text(encoding="utf-8")
PARTY = {
    **dict.fromkeys(("kind", "reason_unnamed"), "text"),
    **dict.fromkeys(("hq_country", "jurisdiction"), "country"),
    **dict.fromkeys(("count_min", "count_max"), "integer"),
    "names": "names",
    "identifiers": "identifiers",
    "count_of": "entities / groups",
    "members": "refs → parties",
}
SOURCE = set(
    "kind publisher newsroom publisher_party title url language published date_basis read withdrawn_on links".split()
)
CLAIM = set("source at value stance relation speaker attribution audience rank reason state words quote".split())
REPLY = set("party source channel until stance scope listed words replied_on".split())
RELATIONS = {"same", "rounds", "converts", "less specific", "other scope", "earlier state", "contradicts"}


def page_lists() -> dict[str, dict[str, str]]:
    """List → field → its type, as the page's table gives them; required fields have a star in front of the type."""
    table = PAGE.split("## Lists and their fields", 1)[1].split("## Vocabularies", 1)[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.M)
    return {name: dict(field for part in top_level(text) if (field := typed(part))) for name, text in rows}


def top_level(text: str) -> list[str]:
    """Split at the commas that stand outside brackets."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in "({") - (sign in ")}")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def typed(part: str) -> tuple[str, str]:
    name, _, rest = part.partition(" ")
    return name.strip("*"), ("*" if name.startswith("**") else "") + (
        rest.removeprefix("(").removesuffix(")") or "text"
    )


LISTS = {**page_lists(), "parties": PARTY}


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def dossier(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
    return found


def rows(dossier: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of every keyed list but sources, claims and replies, with its path."""
    for name in LISTS:
        for row in dossier.get(name, []):
            yield f"/{name}/{row['key']}", row


def paths(claim: dict[str, Any]) -> list[str]:
    return claim["at"] if isinstance(claim["at"], list) else [claim["at"]]


def walk(value: Any) -> Iterator[Any]:
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in inner:
        yield from walk(part)


def read(value: Any, kind: str, keys: dict[str, set[str]]) -> None:
    """Raise if a value is not of the type that the page gives the field."""
    kind = kind.lstrip("*")
    if "→" in kind:
        for one in value if kind.startswith("refs") else [value]:
            assert one in keys[kind.split("→ ")[1]], f"{one} is no key of {kind}"
    elif " / " in kind:
        assert value in kind.split(" / "), f"{value} is not one of {kind}"
    elif kind.startswith("list of {"):
        parts = dict(part.split(": ") for part in kind.removeprefix("list of {").removesuffix("}").split(", "))
        for item in value:
            for name, part in item.items():
                read(part, parts[name], keys)
    else:
        SIMPLE[kind](value)


def text(value: Any) -> None:
    assert isinstance(value, str) and value.strip() == value != ""


def each_text(value: Any) -> None:
    for one in value:
        text(one)


def country(value: Any) -> None:
    assert re.fullmatch("[A-Z]{2}", value)


def whole(value: Any) -> None:
    assert type(value) is int


def flag(value: Any) -> None:
    assert type(value) is bool


def choice(value: Any) -> None:
    """A choice whose words stand under Vocabularies."""
    assert re.search(rf"[:,] {re.escape(value)}[,.;\n]", PAGE.split("## Vocabularies", 1)[1]), value


def names(value: Any) -> None:
    assert value and len({(n["text"], n.get("kind", "trading")) for n in value}) == len(value)


SIMPLE = {
    "money": lambda value: Amount.from_json(value, money=True), "quantity": Amount.from_json, "when": When.from_json,
    "day": parse_day, "text": text, "country": country, "integer": whole, "flag": flag, "list": each_text,
    "keys": each_text, "choice": choice, "names": names, "identifiers": bool, "position": bool,
}  # fmt: skip


def test_every_deal_has_its_file() -> None:
    assert [path.stem for path in FILES] == sorted(DEALS)


def test_written_in_one_way(dossier: dict[str, Any]) -> None:
    path = ROOT / "deals" / "demo" / f"{dossier['deal']['key']}.json"
    assert path.read_text(encoding="utf-8") == json.dumps(dossier, indent=2, ensure_ascii=False) + "\n"


def test_no_null_no_float_no_empty_list(dossier: dict[str, Any]) -> None:
    for value in walk(dossier):
        assert value is not None and not isinstance(value, float) and value not in ([], {}, "")


def test_top_level(dossier: dict[str, Any]) -> None:
    assert dossier["schema"] == "deal-dossier/1"
    assert set(dossier) <= {"schema", "deal", "sources", "claims", "replies", *LISTS}
    assert set(dossier["deal"]) <= {"key", "title", "currency", "labels"}


def test_keys_are_unique(dossier: dict[str, Any]) -> None:
    for name in (*LISTS, "sources", "replies"):
        keys = [row["key"] for row in dossier.get(name, [])]
        assert len(set(keys)) == len(keys), name
        assert all(KEY.fullmatch(key) for key in keys), name


def test_fields_are_those_of_the_page_and_can_be_read(dossier: dict[str, Any]) -> None:
    keys = {name: {row["key"] for row in dossier.get(name, [])} for name in (*LISTS, "sources")}
    for path, row in rows(dossier):
        fields = LISTS[path.split("/")[1]]
        assert set(row) - {"key"} <= set(fields), path
        assert {name for name, kind in fields.items() if kind.startswith("*")} <= set(row), path
        for name in set(row) - {"key"}:
            read(row[name], fields[name], keys)


def test_roles_are_of_the_vocabulary_or_name_their_group(dossier: dict[str, Any]) -> None:
    for role in dossier["roles"]:
        if "group" not in role:
            choice(role["role"])


def test_every_row_rests_on_a_claim(dossier: dict[str, Any]) -> None:
    claimed = {path for claim in dossier["claims"] for path in paths(claim)}
    rows_claimed = {"/".join(path.split("/")[:3]) for path in claimed}
    for path, row in rows(dossier):
        if path.startswith("/parties/"):
            for name in {"hq_country", "jurisdiction"} & set(row):
                assert f"{path}/{name}" in claimed, f"{path}/{name}"
        else:
            assert path in rows_claimed, path


def test_claims_point_at_what_stands(dossier: dict[str, Any]) -> None:
    known = dict(rows(dossier)) | {f"/replies/{reply['key']}": reply for reply in dossier.get("replies", [])}
    sources = {source["key"] for source in dossier["sources"]}
    for claim in dossier["claims"]:
        assert set(claim) <= CLAIM and claim["source"] in sources, claim
        assert claim.get("relation", "same") in RELATIONS, claim
        for path in paths(claim):
            _, name, key, *field = path.split("/")
            row = known[f"/{name}/{key}"]
            if field and "value" not in claim:
                assert field[0] in row, f"{path} has no value that stands"


def test_claimed_values_are_of_their_field_or_words(dossier: dict[str, Any]) -> None:
    keys = {name: {row["key"] for row in dossier.get(name, [])} for name in (*LISTS, "sources")}
    for claim in dossier["claims"]:
        value = claim.get("value")
        if value is None or isinstance(value, dict) and set(value) == {"words"}:
            continue
        for path in paths(claim):
            _, name, _, field = path.split("/")
            read(value, LISTS[name][field], keys)


def test_a_field_with_other_values_has_a_claim_for_the_one_that_stands(dossier: dict[str, Any]) -> None:
    """Else an import would find that the other value stands."""
    known, plain, other = dict(rows(dossier)), set(), set()
    for claim in dossier["claims"]:
        for path in paths(claim):
            if "value" not in claim:
                plain.add(path)
            elif claim.get("relation") != "other scope" and path.count("/") == 3:
                other.add(path)
    for path in other:
        row, _, field = path.rpartition("/")
        if field in known.get(row, {}):
            assert path in plain or says_the_same(dossier, path, known[row][field]), path


def says_the_same(dossier: dict[str, Any], path: str, value: Any) -> bool:
    return any(path in paths(claim) and claim.get("value") == value for claim in dossier["claims"])


def test_another_word_on_a_whole_row_is_of_another_scope(dossier: dict[str, Any]) -> None:
    """What differs is said at the field it differs in; beside a row as a whole it would stand in its place."""
    for claim in dossier["claims"]:
        whole = [path for path in paths(claim) if path.count("/") == 2 and not path.startswith("/replies/")]
        assert "value" not in claim or not whole or claim["relation"] == "other scope", claim


def test_sources_and_their_links(dossier: dict[str, Any]) -> None:
    known = {source["key"] for source in dossier["sources"]}
    used = {c["source"] for c in dossier["claims"]} | {
        link["to"] for s in dossier["sources"] for link in s.get("links", [])
    }
    for source in dossier["sources"]:
        assert set(source) - {"key"} <= SOURCE and source["key"] in used, source["key"]
        assert When.from_json(source["published"]).latest, source["key"]
        assert "url" in source or "not read" in basis(source) or "not recorded" in basis(source), source["key"]
        for link in source.get("links", []):
            assert link["to"] in known - {source["key"]} and link["basis"] in ("cited", "inferred")


def basis(source: dict[str, Any]) -> str:
    """How its day of publication is known, which also says why there is no address."""
    return str(source["date_basis"])


def test_replies(dossier: dict[str, Any]) -> None:
    sources, parties = ({row["key"] for row in dossier.get(name, [])} for name in ("sources", "parties"))
    for reply in dossier.get("replies", []):
        assert set(reply) - {"key"} <= REPLY
        assert reply["source"] in sources and reply["party"] in parties
        assert reply["stance"] in ("confirms", "denies", "declines to comment", "no response")


def test_shared_parties_and_sources_are_told_alike() -> None:
    """Two files that mean one party or one page say the same of it: an import matches by name and by address."""
    parties: dict[str, Any] = {}
    pages: dict[str, Any] = {}
    for path in FILES:
        dossier = json.loads(path.read_text(encoding="utf-8"))
        for party in dossier["parties"]:
            told = (party["key"], party["kind"], party["names"])
            assert parties.setdefault(party["names"][0]["text"], told) == told, path.stem
        for source in dossier["sources"]:
            page = {name: value for name, value in source.items() if name not in ("links", "publisher_party")}
            assert "url" not in source or pages.setdefault(source["url"], page) == page, path.stem


def test_the_page_lists_every_kind_that_an_import_takes() -> None:
    from dealtracker.evidence.models import Claim, Source
    from parties.register.models import Identifier, Party

    for choices in (Source.Kind, Claim.State, Party.Kind, Identifier.Scheme):
        for value in choices.values:
            choice(value)
