"""Holds, and the append-only entries upon them."""

from __future__ import annotations

from django.contrib.postgres.indexes import BTreeIndex
from django.db import models
from django.db.models import F, Q

from deals.agreements import words as w
from deals.agreements.models import DealRow, Facility
from dealtracker.evidence.models import Source
from dealtracker.fields import AmountField, WhenField
from parties.register.models import Party


class Hold(DealRow):
    """A lender's slot in a facility; its party is a claimed field, so an unnamed lender can be named later."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="holds")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="holds")
    amount = AmountField(money=True)
    words = models.CharField(max_length=300, blank=True)


class LedgerEntry(DealRow):
    """One movement in whole minor units; append-only, a correction is a reversing entry."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="entries")
    hold = models.ForeignKey(Hold, null=True, blank=True, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20, choices=w.choices(w.ENTRY_KINDS))
    amount_minor = models.BigIntegerField()
    # The parts of the balance that a transfer takes along, and the other hold of a transfer or participation.
    drawn_minor = models.BigIntegerField(default=0)
    outstanding_minor = models.BigIntegerField(default=0)
    capitalised_minor = models.BigIntegerField(default=0)
    counter = models.ForeignKey(Hold, null=True, blank=True, on_delete=models.PROTECT, related_name="counter_entries")
    currency = models.CharField(max_length=3)
    value_date = models.DateField()
    booked_at = models.DateTimeField()
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    pair = models.CharField(max_length=60, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="entries")
    words = models.CharField(max_length=300, blank=True)

    class Meta(DealRow.Meta):
        verbose_name_plural = "ledger entries"
        indexes = [
            BTreeIndex(
                fields=("facility", "hold", "value_date"), name="entry_by_slot", include=("kind", "amount_minor")
            ),
            models.Index(fields=("deal", "value_date"), name="entry_of_deal"),
            models.Index(fields=("value_date", "id"), name="entry_by_day"),
        ]
        constraints = [
            *DealRow.Meta.constraints,
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="entry_amount_positive"),
            models.CheckConstraint(condition=Q(kind__in=w.ENTRY_KINDS), name="entry_kind_known"),
            models.CheckConstraint(condition=~Q(reverses=F("id")), name="entry_not_of_itself"),
            models.CheckConstraint(
                condition=Q(value_date__gte="1990-01-01", value_date__lte="2100-12-31"), name="entry_date_in_range"
            ),
        ]


class BalanceReport(DealRow):
    """A balance that somebody reported: an observation, never an entry."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="balances")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(
        max_length=12, choices=[("outstanding", "outstanding"), ("undrawn", "undrawn"), ("available", "available")]
    )
    amount = AmountField(money=True)
    as_of = WhenField()


class FxRate(models.Model):
    """Units of a currency for one euro on a day, with its source."""

    id = models.BigAutoField(primary_key=True)
    currency = models.CharField(max_length=3)
    day = models.DateField()
    per_eur = models.DecimalField(max_digits=24, decimal_places=10)
    source = models.CharField(max_length=120)

    rows = models.Manager()
    objects = rows

    class Meta:
        default_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(fields=("currency", "day"), name="fx_rate_once"),
            models.CheckConstraint(condition=Q(per_eur__gt=0), name="fx_rate_positive"),
        ]
