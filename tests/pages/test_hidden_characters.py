"""Characters that do not show: refused where people type, kept and shown where a source is quoted."""

from __future__ import annotations

import pytest

from dealtracker.access.rules import PUBLIC
from dealtracker.evidence.models import Claim, SourceText
from tests.pages.markup import text
from tests.pages.taking_in import ABOUT, ARTICLE, take
from tests.world import World

pytestmark = pytest.mark.django_db
TYPED = "<typed>"
POSTED = (
    ("/desk/", {"do": "add", "title": TYPED, "compartment": str(PUBLIC)}),
    ("{review}decide/", {"do": "reject", "claim": "{claim}", "reject_reason": TYPED}),
    ("{review}deal/", {"title": TYPED, "currency": "USD"}),
    ("{review}source/", {"do": "amend", "publisher": TYPED}),
    ("{review}source/", {"do": "withdraw", "reason": TYPED}),
    ("{review}source/", {"do": "takedown", "reason": TYPED}),
    ("/review/intake/", {**ABOUT, "text": "x", "publisher": TYPED}),
)


@pytest.mark.parametrize("hidden", ["\x00", "\u202e", "\u2066", "\u200f", "\u200b", "\ufeff"], ids=ascii)
@pytest.mark.parametrize("address,typed", POSTED)
def test_what_does_not_show_is_refused_by_name_wherever_it_is_typed(
    people: World, address: str, typed: dict[str, str], hidden: str
) -> None:  # fmt: skip
    bob = people.client("bob")
    review = take(bob)
    claim = bob.get(review).context["cards"][0]["id"]
    filled = {name: value.format(claim=claim).replace(TYPED, f"a{hidden}b") for name, value in typed.items()}
    page = bob.post(address.format(review=review), filled)
    wrong = next(name for name, value in typed.items() if value == TYPED)
    assert page.status_code == 400 and f"{wrong}: holds the character U+{ord(hidden):04X}" in text(page.content)
    assert bob.get(review).context["waiting"] == bob.get(review).context["total"]


def test_what_does_not_show_in_a_source_is_kept_and_shown(people: World) -> None:
    bob, turned = people.client("bob"), "US$300\u202e million\u202c"
    address = take(bob, ARTICLE.replace("US$300 million", turned))
    assert turned in SourceText.rows.get().text
    page = bob.get(address).content.decode()
    assert "\u202e" not in page and '<span class="unseen">U+202E</span>' in page
    assert all("\u202e" not in claim.words for claim in Claim.rows.filter(state="proposed"))
