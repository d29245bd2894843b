"""What happened, as precisely as its source says."""

from __future__ import annotations

from django.db import models

from deals.agreements import words as w
from deals.agreements.models import Contract, DealRow, Facility, Support
from dealtracker.evidence.models import Source
from dealtracker.fields import AmountField, WhenField


class Event(DealRow):
    """One thing that happened to the deal or to one part of it."""

    kind = models.CharField(max_length=24, choices=w.choices(w.EVENT_KINDS))
    facility = models.ForeignKey(Facility, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    contract = models.ForeignKey(Contract, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    support = models.ForeignKey(Support, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    site = models.ForeignKey("deals.Site", null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    line = models.ForeignKey(
        "deals.HardwareLine", null=True, blank=True, on_delete=models.CASCADE, related_name="events"
    )
    occurred = WhenField()
    disclosed = WhenField()
    ended = WhenField()
    ended_how = models.CharField(max_length=120, blank=True)
    event_class = models.CharField(max_length=16, blank=True)
    amount = AmountField(money=True)
    words = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    override_reason = models.CharField(max_length=300, blank=True)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
