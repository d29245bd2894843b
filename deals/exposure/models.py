"""Derived: what is committed, possible or only proposed, and what is outstanding, in periods."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

# What a row rests on: amounts that somebody stated, the ledger's entries, a balance that somebody reported; or that a
# facility is known of which nobody states an amount.
RESTS_ON = ("stated", "entries", "balance", "headroom", "unstated")


class ExposurePeriod(models.Model):
    """One facility's or hold's position on [start, end), in minor units; null means not known, never zero.

    `weight` tells how firm it is: committed, possible (conditional, optional, underwritten) or proposed. `basis` is the
    certainty it rests on, or "entries" where the ledger says it. Weights and bases stand side by side and are never
    added. `rests_on` is "balance" for a reported outstanding and "headroom" for a reported undrawn amount; such a row
    starts on the day of its report. An "unstated" row has no figure and no currency. `low` and `high` bound the amount
    that a row states.

    `promised` is all that entries ever committed, cancelled since or not. The net columns put each participant in its
    grantor's place for its share; of a facility they equal the gross ones.
    """

    id = models.BigAutoField(primary_key=True)
    compartment = models.UUIDField()
    deal = models.UUIDField()
    facility = models.UUIDField()
    hold = models.UUIDField(null=True)
    party = models.UUIDField(null=True)
    measure = models.CharField(max_length=8)
    weight = models.CharField(max_length=10)
    basis = models.CharField(max_length=20)
    rests_on = models.CharField(max_length=8, default="stated")
    currency = models.CharField(max_length=3)
    start = models.DateField()
    end = models.DateField()
    low = models.BigIntegerField(null=True)
    committed = models.BigIntegerField(null=True)
    high = models.BigIntegerField(null=True)
    outstanding = models.BigIntegerField(null=True)
    undrawn = models.BigIntegerField(null=True)
    promised = models.BigIntegerField(null=True)
    net_committed = models.BigIntegerField(null=True)
    net_outstanding = models.BigIntegerField(null=True)
    net_undrawn = models.BigIntegerField(null=True)

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(
                fields=("deal", "facility", "hold", "party", "rests_on", "weight", "basis", "start"),
                name="exposure_period_of_one_slot",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=("hold",), condition=Q(end="9999-12-31"), name="exposure_open_by_hold")]
