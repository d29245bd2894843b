"""Celery tasks of the parties' rooms: what changed is rebuilt, soon after it changed."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer
from parties.actions.list_uploads import run_uploads
from parties.ownership.recompute import refresh_lineages
from parties.screening.recompute import due_parties, screen

# About ten seconds of comparisons; a new list against everybody is for manage.py screen.
MOST_COMPARISONS = 300_000_000


@shared_task(name="parties.refresh_ownership")
def refresh_ownership() -> None:
    """Lineages that changes ask for."""
    while refresh_lineages(at=timezone.now()):
        continue


@shared_task(name="parties.screen_changed")
def screen_changed() -> None:
    """Parties and entries that changed, as far as that is quickly done."""
    with as_viewer(system_viewer("screening")):
        waiting = due_parties()
    if waiting:
        screen(at=timezone.now(), most=MOST_COMPARISONS)


@shared_task(name="parties.load_lists", acks_late=False, soft_time_limit=3000, time_limit=3060)
def load_lists() -> None:
    """Lists that people brought: tried, loaded, and everybody compared with what they brought."""
    if run_uploads(now=timezone.now):
        screen(at=timezone.now())
