"""Adding a row to a deal by a form: what is wrong is said beside it, nothing is saved then, and what was typed stays."""

from __future__ import annotations

import re
from typing import Any

from deals.agreements.models import Facility, Role
from dealtracker.evidence.models import Claim
from tests.pages.markup import check, text
from tests.world import World

SOURCE = {
    "source": "new", "publisher": "Evening Ledger", "source_kind": "newspaper", "url": "https://example.org/row", "title": "",
    "newsroom": "", "language": "en", "published_from": "2026-01-05", "published_to": "2026-01-05", "read": "on", "link": "",
    "link_to": "", "reason": "a second report", "attribution": "people familiar",
}  # fmt: skip


def address(world: World, name: str, deal: str = "tokyo") -> str:
    return f"/deals/{world.id(deal)}/add/?list={name}"


def sent(world: World, name: str, role: str = "bob", **values: str) -> Any:
    client = world.client(role)
    revision = re.search(r'name="revision" value="(\d+)"', client.get(address(world, name)).content.decode())
    assert revision
    return client.post(address(world, name), {**SOURCE, "revision": revision[1], **values})


def test_who_may_add(world: World) -> None:
    assert world.client("alice").get(address(world, "roles")).status_code == 403
    assert world.client("bob").get(address(world, "roles", "hidden")).status_code == 404
    assert world.client("bob").get(address(world, "entries")).status_code == 404
    assert world.client("anonymous").get(address(world, "roles")).status_code == 302
    first = world.client("bob").get(address(world, ""))
    check(first.content)
    assert "a lender’s hold" in text(first.content)


def test_every_list_has_a_form(world: World) -> None:
    from deals.pages.deal.add import LISTS

    for name in LISTS:
        response = world.client("bob").get(address(world, name))
        assert response.status_code == 200, name
        check(response.content)


def test_a_facility_is_added_with_its_source(people: World) -> None:
    before = set(Facility.rows.filter(deal=people.deals["tokyo"]).values_list("pk", flat=True))
    done = sent(people, "facilities", f_kind="loan", f_amount="about 45000000 USD", f_tenor_months="at least 24")
    assert done.status_code == 302, text(done.content)[:2000]
    (row,) = Facility.rows.filter(deal=people.deals["tokyo"]).exclude(pk__in=before)
    assert row.amount.to_json() == {"kind": "approx", "point": "45000000", "currency": "USD"}
    claims = Claim.rows.filter(target=row.pk).select_related("source")
    assert {claim.field for claim in claims} == {"kind", "amount", "tenor_months"}
    assert {claim.source.publisher for claim in claims} == {"Evening Ledger"}
    assert done["Location"].endswith(f"#facilities-{row.key}")


def test_a_party_is_found_by_any_of_its_names_or_the_form_says_so(people: World) -> None:
    role = Role.rows.filter(deal=people.deals["tokyo"]).select_related("party").first()
    before = Role.rows.filter(deal=people.deals["tokyo"]).count()
    unknown = sent(people, "roles", f_party="Nobody At All Ltd", f_role="lender")
    assert unknown.status_code == 400 and "No party of that name is in the register." in text(unknown.content)
    blank = sent(people, "roles", f_party="", f_role="lender", publisher="")
    assert blank.status_code == 400 and "Who published it?" in text(blank.content)
    assert "Nobody At All Ltd" in unknown.content.decode()
    strange = sent(people, "roles", f_party=role.party.name, f_role="godparent")
    assert strange.status_code == 400 and "is not a role known here" in text(strange.content)
    assert Role.rows.filter(deal=people.deals["tokyo"]).count() == before
    done = sent(people, "roles", f_party=role.party.name, f_role="lender", f_status="expected")
    assert done.status_code == 302 and Role.rows.filter(deal=people.deals["tokyo"]).count() == before + 1


def test_a_future_source_or_a_stale_revision_saves_nothing(people: World) -> None:
    before = Facility.rows.filter(deal=people.deals["tokyo"]).count()
    future = sent(people, "facilities", f_kind="loan", published_from="2999-01-01", published_to="2999-01-01")
    assert future.status_code == 400 and "2999-01-01" in text(future.content)
    stale = people.client("bob").post(address(people, "facilities"), {**SOURCE, "revision": "0", "f_kind": "loan"})
    assert stale.status_code == 400 and "Someone saved revision" in text(stale.content)
    bad = sent(people, "facilities", f_kind="loan", f_amount="lots")
    assert bad.status_code == 400 and "cannot be read as an amount" in text(bad.content)
    assert Facility.rows.filter(deal=people.deals["tokyo"]).count() == before
