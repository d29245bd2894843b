"""Derived: what is committed and outstanding, in periods, so that any date is a look-up."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ExposurePeriod(models.Model):
    """One facility's or hold's position on [start, end), in minor units; null means not known, never zero."""

    id = models.BigAutoField(primary_key=True)
    compartment = models.UUIDField()
    deal = models.UUIDField()
    facility = models.UUIDField()
    hold = models.UUIDField(null=True)
    currency = models.CharField(max_length=3)
    start = models.DateField()
    end = models.DateField()
    committed = models.BigIntegerField(null=True)
    outstanding = models.BigIntegerField(null=True)
    undrawn = models.BigIntegerField(null=True)

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(
                fields=("deal", "facility", "hold", "start"), name="exposure_period_once", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=("hold",), condition=Q(end="9999-12-31"), name="exposure_open_by_hold")]
