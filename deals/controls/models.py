"""Derived: what the dated rules say of a deal's hardware lines; a flag for a person, never a verdict."""

from __future__ import annotations

from django.db import models


class Finding(models.Model):
    """One step of the ladder for one line on [start, end), with the rules and inputs it rests on."""

    id = models.BigAutoField(primary_key=True)
    compartment = models.UUIDField()
    deal = models.UUIDField()
    line = models.UUIDField(null=True)
    basis = models.CharField(max_length=10)
    step = models.CharField(max_length=24)
    start = models.DateField()
    end = models.DateField()
    result = models.JSONField()

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(
                fields=("deal", "line", "basis", "start"), name="finding_once", nulls_distinct=False
            )
        ]
