"""Which sources only reviewers may know of: read in from a text, and nothing that they say has been accepted yet."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q

from dealtracker.evidence.models import Claim, Reply, SourceLink, SourceText


def in_review() -> object:
    """A condition on sources, for `exclude(in_review())`: taken in, with no accepted claim, no reply and no link to it."""
    own = Claim.rows.filter(source=OuterRef("pk"), subject=OuterRef("pk"))
    # The hash tells of a text even after a takedown.
    taken_in = ~Q(digest="") | Exists(SourceText.rows.filter(source=OuterRef("pk"))) | Exists(own)
    said = Claim.rows.filter(source=OuterRef("pk"), state=Claim.State.ACCEPTED).exclude(subject=F("source_id"))
    replies, links = Reply.rows.filter(source=OuterRef("pk")), SourceLink.rows.filter(to=OuterRef("pk"))
    return taken_in & ~Exists(said) & ~Exists(replies) & ~Exists(links)
