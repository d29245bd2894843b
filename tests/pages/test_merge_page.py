"""Merging on its pages: pick, preview, judge with a reason, withdraw; and what nobody else may do or see."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dealtracker.access.rules import PUBLIC
from dealtracker.access.walls import as_viewer
from dealtracker.ids import public_id
from parties.models import Identifier, MergeJudgement, Party, PartyName
from parties.register.calc import normalise
from tests import cast, make
from tests.world import World


def enter(name: str, *others: str, wall: Any = PUBLIC, lei: str = "", **more: Any) -> str:
    with as_viewer(make.SYSTEM):
        made = Party.rows.create(name=name, compartment_id=wall, **more)
        for text in (name, *others):
            PartyName.rows.create(
                party=made, text=text, primary=text == name, normalised=normalise(text), compartment_id=wall
            )
        if lei:
            Identifier.rows.create(party=made, scheme="lei", value=lei, compartment_id=wall)
    return public_id("party", made.pk)


def named(name: str) -> str:
    with as_viewer(make.SYSTEM):
        return public_id("party", Party.rows.get(name=name).pk)


def judge(world: World, role: str, one: str, other: str, do: str = "same", reason: str = "one register number") -> Any:
    return world.client(role).post(f"/parties/{one}/merge/?into={other}", {"do": do, "reason": reason})


def count() -> int:
    with as_viewer(make.SYSTEM):
        return MergeJudgement.rows.count()


def body(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def known(world: World, key: str) -> str:
    """All that the page says of a party but for the history of judgements."""
    page = body(world.client("alice").get(f"/parties/{key}/"))
    return page[page.index('<div class="cols-2">') : page.index("this party in a role." if "No deal" in page else "</table></div> </section>")]


def test_a_near_namesake_is_proposed_previewed_and_merged_and_its_old_address_leads_on(people: World) -> None:
    old = named("Borealis Compute")
    new = enter("Borealis Compute Ltd", "ボレアリス", lei="529900T8BM49AURSDO55", hq_country="NO")
    bob = people.client("bob")
    first = body(bob.get(f"/parties/{old}/merge/"))
    assert new in first and "equal names" in first
    assert new in body(bob.get(f"/parties/{old}/merge/?q=borealis"))
    preview = body(bob.get(f"/parties/{old}/merge/?into={new}"))
    for said in ("1 deal", "LEI 529900T8BM49AURSDO55", "ボレアリス", "Norway", "role"):
        assert said in preview, said
    answer = judge(people, "bob", old, new)
    assert (answer.status_code, answer["Location"]) == (302, f"/parties/{new}/")
    gone = bob.get(f"/parties/{old}/")
    assert (gone.status_code, gone["Location"]) == (308, f"/parties/{new}/")
    page = body(bob.get(f"/parties/{new}/"))
    assert "Also entered as" in page and "one register number" in page and "Withdraw" in page and "bob" in page
    assert "Borealis Compute: loan for chips" in page
    shown = body(people.client("anonymous").get("/parties/?q=borealis"))
    assert new in shown and old not in shown
    visitor = body(people.client("anonymous").get(f"/parties/{new}/"))
    assert "one register number" in visitor and ">bob<" not in visitor and "withdraw/" not in visitor


def test_withdrawing_gives_back_both_addresses_and_the_history_stays(people: World) -> None:
    old, new = named("Borealis Compute"), enter("Borealis Cloud")
    before = known(people, old)
    judge(people, "bob", old, new)
    with as_viewer(make.SYSTEM):
        key = public_id("judgement", MergeJudgement.rows.get().pk)
    at = f"/parties/judgements/{key}/withdraw/"
    bob = people.client("bob")
    assert "stands for itself again" in body(bob.get(at))
    assert bob.post(at, {"reason": " "}).status_code == 400
    assert bob.post(at, {"reason": "another company"}).status_code == 302
    assert "was withdrawn" in body(bob.get(at))
    assert bob.post(at, {"reason": "twice"}).status_code == 400
    after = people.client("alice").get(f"/parties/{old}/")
    assert after.status_code == 200 and "another company" in body(after)
    assert known(people, old) == before and "Borealis Compute: loan for chips" in before


def test_two_numbers_of_one_register_are_spoken_of_only_where_there_are_two(people: World) -> None:
    told = "Two different numbers of one register"
    one = enter("Cedarline GmbH", hq_country="DE", lei="529900T8BM49AURSDO55")
    other, third = enter("Cedarline AG", hq_country="CH"), enter("Cedarline SE", lei="5493001KJTIIGC8Y1R12")
    bob = people.client("bob")
    page = body(bob.get(f"/parties/{one}/merge/?into={other}"))
    assert "head office" in page and told not in page
    assert told in body(bob.get(f"/parties/{one}/merge/?into={third}"))


def test_not_the_same_is_kept_said_with_who_when_why_and_blocks(people: World) -> None:
    one, other = named("Borealis Compute"), enter("Borealis Compute AS")
    assert judge(people, "bob", one, other, "different", "two register numbers").status_code == 302
    bob = people.client("bob")
    assert other not in body(bob.get(f"/parties/{one}/merge/")).split('id="judgements"')[0]
    shown = body(bob.get(f"/parties/{other}/merge/?into={one}"))
    assert "judged not to be the same by bob on" in shown and "two register numbers" in shown
    refused = judge(people, "dan", other, one)
    assert refused.status_code == 400 and "withdraw that judgement first" in body(refused) and count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"do": "same", "reason": ""}, "Nothing was saved"), ({"do": "same", "reason": "   "}, "Nothing was saved"),
        ({"reason": "why"}, "Nothing was saved"), ({"do": "burn", "reason": "why"}, "Nothing was saved"),
        ({"do": "same", "reason": "x" * 5_001}, "Nothing was saved"),
    ],
)  # fmt: skip
def test_a_form_that_lacks_something_says_so_and_saves_nothing(people: World, sent: dict[str, str], said: str) -> None:
    one, other = named("Borealis Compute"), enter("Borealis Cloud")
    answer = people.client("bob").post(f"/parties/{one}/merge/?into={other}", sent)
    assert answer.status_code == 400 and said in body(answer) and count() == 0


def test_a_record_is_not_merged_into_itself_and_an_unknown_one_is_said_to_be_unknown(people: World) -> None:
    one = named("Borealis Compute")
    bob = people.client("bob")
    for asked in (one, "party_" + "0" * 32, "nonsense"):
        assert bob.get(f"/parties/{one}/merge/?into={asked}").status_code == 400
    assert "names this same record" in body(bob.get(f"/parties/{one}/merge/?into={one}"))
    assert bob.get(f"/parties/party_{'0' * 32}/merge/").status_code == 404
    assert bob.get("/parties/x/merge/").status_code == 404


def test_readers_are_refused_and_what_is_hidden_is_absent(world: World) -> None:
    one, hidden = named("Borealis Compute"), named(cast.CANARIES["borrower"])
    assert world.client("alice").get(f"/parties/{one}/merge/").status_code == 403
    assert world.client("anonymous").get(f"/parties/{one}/merge/").status_code == 302
    absent = world.client("bob").get(f"/parties/party_{'0' * 32}/merge/")
    for role in ("alice", "bob", "frank"):
        answer = world.client(role).get(f"/parties/{hidden}/merge/")
        assert answer.status_code == 404 and len(answer.content) == len(absent.content) or role != "bob"
        assert world.client(role).get(f"/parties/{one}/merge/?into={hidden}").status_code in (400, 403)
    assert judge(world, "dan", one, hidden).status_code == 400
    assert judge(world, "dan", hidden, one).status_code == 302
    assert world.client("carol").get(f"/parties/{hidden}/").status_code == 308
    for role in ("alice", "bob", "frank", "anonymous"):
        assert world.client(role).get(f"/parties/{hidden}/").status_code == 404
        page = body(world.client(role).get(f"/parties/{one}/"))
        assert cast.CANARIES["borrower"] not in page and "Also entered as" not in page and 'id="judgements"' not in page


def test_a_party_called_like_a_page_below_it_keeps_its_own_page(people: World) -> None:
    key = enter("Merge")
    assert f'href="/parties/{key}/party/"' in body(people.client("alice").get("/parties/?q=merge"))


def test_what_differs_is_told_by_the_words_of_the_page(people: World) -> None:
    one, other = enter("Borealis Cloud", hq_country="SE"), enter("Borealis Cloud AS", hq_country="NO")
    preview = body(people.client("bob").get(f"/parties/{one}/merge/?into={other}"))
    assert "<strong>head office</strong>: SE · NO" in preview and "hq_country" not in preview
