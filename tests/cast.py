"""The cast: who signs in, with which rights, and the two deals that most tests of walls are about.

Alice reads public deals, Bob edits them; Carol reads team A's, Dan edits them and the public ones; Eve is signed in and
belongs nowhere; Frank runs the site and is above no wall. A visitor is anonymous, or one of them by token.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.test import Client
from django.utils import timezone

from dealtracker.access.models import Compartment, Membership, User
from dealtracker.access.rules import PUBLIC, Viewer
from dealtracker.access.viewers import anonymous_viewer, issue_token, viewer_for
from tests import make

TEAM = "Harrier team"
SINCE = datetime(2025, 1, 1, tzinfo=UTC)
READS, EDITS = Membership.Part.READER, Membership.Part.EDITOR
# name → [(compartment, part)], superuser
PEOPLE: dict[str, tuple[tuple[tuple[str, str], ...], bool]] = {
    "alice": ((("Public", READS),), False),
    "bob": ((("Public", EDITS),), False),
    "carol": (((TEAM, READS),), False),
    "dan": (((TEAM, EDITS), ("Public", EDITS)), False),
    "eve": ((), False),
    "frank": ((("Public", EDITS),), True),
}
# role → (person, scopes of the token or "" for a session); anonymous is no person.
ROLES: dict[str, tuple[str | None, str]] = {
    "anonymous": (None, ""),
    **{name: (name, "") for name in PEOPLE},
    "alice-token": ("alice", "read"),
    "bob-token": ("bob", "read write"),
    "carol-token": ("carol", "read"),
}
OUTSIDERS = ("anonymous", "alice", "bob", "eve", "frank", "alice-token", "bob-token")
INSIDERS = ("carol", "dan", "carol-token")

# Words that stand in nothing but the hidden deal and what hangs on it.
CANARIES = {
    "title": "Kestrelwing", "borrower": "Zephyranth", "lender": "Quillonbrook", "site": "Marrowmere", "publisher": "Obsidiary",
    "label": "vexillary", "amount": "918273645", "words": "tarnhelmic", "key": "umbrafold",
}  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """Everyone, and Harrier team's compartment."""

    team: UUID
    users: dict[str, User]
    tokens: dict[str, str] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A client that acts as the role: signed in, or with its token in every request."""
        person, scopes = ROLES[role]
        client = Client(headers={"Authorization": f"Bearer {self.tokens[role]}"} if scopes else {})
        if person and not scopes:
            client.force_login(self.users[person], backend="django.contrib.auth.backends.ModelBackend")
        return client

    def viewer(self, name: str) -> Viewer:
        return viewer_for(self.users[name], at=timezone.now()) if name in self.users else anonymous_viewer()


def gather() -> Cast:
    """Makes the people, their memberships and tokens."""
    team, _ = Compartment.objects.get_or_create(name=TEAM)
    walls = {"Public": PUBLIC, TEAM: team.pk}
    users = {}
    for name, (parts, superuser) in PEOPLE.items():
        users[name] = User.objects.create_user(name, password=None, is_staff=superuser, is_superuser=superuser)
        for wall, part in parts:
            Membership.objects.create(
                user=users[name], compartment_id=walls[wall], part=part, start=SINCE, approved_by=users[name]
            )
    tokens = {
        role: issue_token(user=users[person], name=role, scopes=scopes, at=SINCE, days=None)
        for role, (person, scopes) in ROLES.items()
        if person and scopes
    }
    return Cast(team.pk, users, tokens)


def public_deal() -> make.Json:
    """What everyone may read; team A's deal leans on its lender, its site's country and its newsroom."""
    return make.dossier("tokyo", labels=["watch"])


def hidden_deal() -> make.Json:
    """Team A's own: a name of its own in every list, and public names beside them."""
    c = CANARIES
    return make.dossier(
        c["key"], title=f"{c['title']} facility", compartment=TEAM, borrower=c["borrower"], lender=c["lender"], site=c["site"],
        publisher=c["publisher"], amount=c["amount"], labels=[c["label"]],
        parties=[make.party("hb", "Harbour Bank", kind="bank"), make.party("bc", "Borealis Compute")],
        roles=[{"key": "r3", "party": "hb", "role": "arranger"}, {"key": "r4", "party": "bc", "role": "end beneficiary"}],
        sources=[make.source("s-tokyo", "Northern Wire")],
        claims=[
            {"source": f"s-{c['key']}", "at": ["/roles/r3", "/roles/r4"], "words": c["words"]},
            {"source": "s-tokyo", "at": "/facilities/f1/amount", "value": make.money("1")},
        ],
        replies=[{"key": "y1", "party": "hb", "source": f"s-{c['key']}", "stance": "denies", "words": c["words"]}],
    )  # fmt: skip


def private_view() -> make.Json:
    """Team A's own view of the public deal: the same sources, one more label."""
    return make.dossier(
        "tokyo",
        compartment=TEAM,
        private_view_of="tokyo",
        labels=["watch", CANARIES["label"]],
        title="Borealis: our own view",
    )
