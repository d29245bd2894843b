"""Celery tasks of the parties' rooms: what changed is rebuilt, soon after it changed."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from dealtracker.access.rules import system_viewer
from dealtracker.access.walls import as_viewer
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
