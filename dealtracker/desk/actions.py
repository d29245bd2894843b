"""Tasks with their comments, what falls due, and the secret address of a calendar."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.core import signing
from django.db import transaction

from dealtracker.access.models import User
from dealtracker.access.rules import Viewer, may_change, may_see
from dealtracker.access.viewers import viewer_for
from dealtracker.desk.models import Obligation, Task, TaskComment

_SALT = "dealtracker.desk.calendar"


class TaskRefused(ValueError):
    """A task or remark that cannot be kept; `field` says which part of the form."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def add_task(
    *, title: str, compartment: UUID, viewer: Viewer, at: datetime, owner: UUID | None = None, due: date | None = None,
    deal: UUID | None = None, about: str = "",
) -> Task:  # fmt: skip
    """A task in one compartment; its owner must be one who reads it. Raises TaskRefused."""
    if not may_change(viewer, compartment):
        raise TaskRefused("you may not add tasks there", field="compartment")
    if not title.strip() or len(title) > 300:
        raise TaskRefused("needs 1 to 300 characters", field="title")
    _check_owner(owner, compartment, at)
    made: Task = Task.rows.create(
        compartment_id=compartment, title=title.strip(), owner_id=owner, due_date=due, deal=deal, about=about
    )
    return made


def _check_owner(owner: UUID | None, compartment: UUID, at: datetime) -> None:
    user = User.objects.filter(pk=owner, is_active=True).first() if owner else None
    if owner and (user is None or not may_see(viewer_for(user, at=at), compartment)):
        raise TaskRefused("must be someone who reads this compartment", field="owner")


@transaction.atomic
def amend_task(
    *, task: UUID, viewer: Viewer, at: datetime, owner: UUID | None = None, due: date | None = None, closed: bool | None = None
) -> Task:  # fmt: skip
    """Hand a task over, move its day, close or reopen it. Raises TaskRefused."""
    found = _editable(task, viewer)
    _check_owner(owner, found.compartment_id, at)
    found.owner_id, found.due_date = owner, due
    if closed is not None:
        found.closed_at = (found.closed_at or at) if closed else None
    found.save(update_fields=["owner", "due_date", "closed_at"])
    return found


@transaction.atomic
def comment_task(*, task: UUID, text: str, viewer: Viewer) -> TaskComment:
    """Add a remark. Raises TaskRefused."""
    found = _editable(task, viewer)
    if not text.strip() or len(text) > 10_000:
        raise TaskRefused("needs 1 to 10,000 characters", field="text")
    made: TaskComment = TaskComment.rows.create(
        compartment_id=found.compartment_id, task=found, author_id=viewer.user_id, text=text.strip()
    )
    return made


def _editable(task: UUID, viewer: Viewer) -> Task:
    found: Task | None = Task.objects.editable_by(viewer).select_for_update().filter(pk=task).first()
    if found is None:
        raise TaskRefused("there is no such task that you may change")
    return found


def fall_due(
    *, deal: UUID, compartment: UUID, kind: str, words: str, on: date, facility: UUID | None = None
) -> Obligation:  # fmt: skip
    """Put something due into the calendar of a compartment; the caller has locked the deal."""
    made: Obligation = Obligation.rows.create(
        compartment_id=compartment, deal=deal, facility=facility, kind=kind, words=words[:300], due_date=on
    )
    return made


@transaction.atomic
def close_obligation(*, obligation: UUID, viewer: Viewer, at: datetime, reason: str) -> None:
    """It was met, or no longer falls due; the reason is kept. Raises TaskRefused."""
    found = Obligation.objects.editable_by(viewer).select_for_update().filter(pk=obligation).first()
    if found is None:
        raise TaskRefused("there is nothing due of that name that you may change")
    if not reason.strip() or len(reason) > 300:
        raise TaskRefused("say why, in at most 300 characters", field="reason")
    found.closed_at, found.closed_reason = at, reason.strip()
    found.save(update_fields=["closed_at", "closed_reason"])


@transaction.atomic
def close_term(
    *, term: str, words: str, kind: str, due: date, deal: UUID, compartment: UUID, viewer: Viewer, at: datetime, reason: str,
    facility: UUID | None = None,
) -> Obligation:  # fmt: skip
    """A day that a term made due was met, or no longer falls due; the reason is kept with it. Raises TaskRefused."""
    if not may_change(viewer, compartment):
        raise TaskRefused("there is nothing due of that name that you may change")
    if not reason.strip() or len(reason) > 300:
        raise TaskRefused("say why, in at most 300 characters", field="reason")
    if Obligation.rows.filter(term=term, compartment=compartment).exclude(closed_at=None).exists():
        raise TaskRefused("somebody closed it already")
    made: Obligation = Obligation.rows.create(
        compartment_id=compartment, deal=deal, facility=facility, kind=kind, words=words[:300], due_date=due, term=term,
        closed_at=at, closed_reason=reason.strip(),
    )  # fmt: skip
    return made


def calendar_secret(user: User) -> str:
    """The secret part of this person's calendar address; a new password makes a new one."""
    return signing.dumps([str(user.pk), _mark(user)], salt=_SALT)


def calendar_reader(secret: str, *, at: datetime) -> Viewer | None:
    """Who reads the calendar of this address, with read rights only; None where it opens nothing."""
    try:
        key, mark = signing.loads(secret, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=key, is_active=True).first()
    return viewer_for(user, at=at, scopes=frozenset({"read"})) if user and mark == _mark(user) else None


def _mark(user: User) -> str:
    return signing.Signer(salt=_SALT).signature(user.password)[:16]
