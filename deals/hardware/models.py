"""Chips: the catalogue, the lines of a deal, and the price curves that users bring."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from deals.agreements import words as w
from deals.agreements.models import Contract, Deal, DealRow, Facility
from deals.sites.models import Site
from dealtracker.access.models import Walled
from dealtracker.evidence.models import Source
from dealtracker.fields import AmountField, WhenField
from parties.register.models import Party


class HardwareModel(models.Model):
    """A chip of the shipped catalogue; total processing performance and density are computed on load."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    vendor = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    figures = models.JSONField(default=dict)
    tpp = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    performance_density = models.DecimalField(max_digits=12, decimal_places=4, null=True)

    rows = models.Manager()
    objects = rows

    class Meta:
        default_manager_name = "rows"

    def __str__(self) -> str:
        return f"{self.vendor} {self.name}"


class HardwareLine(DealRow):
    """So many chips, servers or racks of one model, or of one vendor only, in one state."""

    model = models.ForeignKey(HardwareModel, null=True, blank=True, on_delete=models.PROTECT, related_name="lines")
    model_words = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=8, choices=w.choices(w.LINE_BASES), default="unknown")
    vendor = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="lines_sold")
    quantity = AmountField()
    unit = models.CharField(max_length=8, choices=w.choices(w.LINE_UNITS), default="unsaid")
    unit_price = AmountField(money=True)
    value = AmountField(money=True)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="lines")
    contract = models.ForeignKey(Contract, null=True, blank=True, on_delete=models.PROTECT, related_name="lines")
    financed_by = models.ManyToManyField(Facility, blank=True, related_name="lines")
    state = models.CharField(max_length=10, choices=w.choices(w.LINE_STATES), default="planned")
    by = WhenField()
    words = models.CharField(max_length=300, blank=True)


class PriceCurve(Walled):
    """A named path of a model's price; user data, never one true value."""

    class Kind(models.TextChoices):
        STRAIGHT_LINE = "straight-line"
        DECLINING = "declining"
        TABLE = "table"

    model = models.ForeignKey(HardwareModel, on_delete=models.PROTECT, related_name="curves")
    name = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    terms = models.JSONField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    # A curve that one deal's agreement names is for that deal alone; without a deal it is offered for every one.
    deal = models.ForeignKey(Deal, null=True, blank=True, on_delete=models.CASCADE, related_name="price_curves")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("compartment", "model", "name", "version"), name="price_curve_version_once")
        ]
