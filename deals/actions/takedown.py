"""Take a source's text down: text, file and quotes are destroyed, the hash and what was concluded stay."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from deals.actions.intake import file_of
from deals.actions.source_records import SourceRefused, editable_source, mark_resting
from dealtracker.access.rules import Viewer
from dealtracker.access.walls import set_reason
from dealtracker.apikit.idempotency import forget_answers
from dealtracker.evidence.models import Anchor, Claim, Reply, Source, SourceText
from dealtracker.ids import public_id

WORDS = "text taken down on"


@transaction.atomic
def takedown(*, source: UUID, on: date, viewer: Viewer, reason: str, withdraw: bool = False) -> Source:
    """Destroy the stored text, the file, every quote and the words of replies that rest on it; nothing brings them back.

    The title gives way to the day, in stored answers to keyed requests too; publisher, address, dates and hash stay, so
    that the same text is known again. With `withdraw` the source counts as withdrawn from that day. Raises NotFound,
    NotAllowed or SourceRefused.
    """
    found = editable_source(source, viewer=viewer)
    if not reason.strip():
        raise SourceRefused("say why; the reason is kept with the change", field="reason")
    set_reason(reason)
    claims = Claim.rows.filter(source=found)
    Anchor.rows.filter(claim__in=claims.values("pk")).delete()
    claims.filter(subject=found.pk, state=Claim.State.PROPOSED).update(state=Claim.State.REJECTED)
    claims.exclude(words="").update(words="")
    Reply.rows.filter(source=found).exclude(words="").update(words="")
    SourceText.rows.filter(source=found).delete()
    forget_answers(naming=public_id("source", found.pk))
    found.title, found.taken_down_on = f"{WORDS} {on.isoformat()}", on
    found.withdrawn_on = on if withdraw else found.withdrawn_on
    found.save(update_fields=["title", "taken_down_on", "withdrawn_on"])
    mark_resting([found.pk], viewer=viewer, kind="source.taken_down", cause="text taken down")
    transaction.on_commit(lambda: file_of(found.pk).unlink(missing_ok=True))
    return found
