"""Derived: the stage of each facility and deal, in periods with imprecise bounds."""

from __future__ import annotations

from django.db import models


class StagePeriod(models.Model):
    """One stage of a facility (or of the deal, where `facility` is null) on [start, end)."""

    id = models.BigAutoField(primary_key=True)
    compartment = models.UUIDField()
    deal = models.UUIDField()
    facility = models.UUIDField(null=True)
    stage = models.CharField(max_length=12)
    start = models.DateField()
    end = models.DateField()
    # The event's own words for the bounds: "by 2025-09-01" starts a talks period at or before that day.
    start_when = models.CharField(max_length=24)
    end_when = models.CharField(max_length=24, blank=True)
    event = models.UUIDField(null=True)

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(
                fields=("deal", "facility", "start"), name="stage_period_once", nulls_distinct=False
            )
        ]
