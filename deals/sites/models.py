"""Where the machines stand, as precisely as is reported."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from deals.agreements import words as w
from deals.agreements.models import DealRow
from dealtracker.access.models import Walled
from dealtracker.fields import AmountField, WhenField


class Site(Walled):
    """A building, campus or programme; many deals share a site, many sites serve a deal."""

    key = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=w.choices(w.SITE_KINDS), default="site")
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=120, blank=True)
    district = models.CharField(max_length=120, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    precision = models.CharField(max_length=8, choices=w.choices(w.PRECISIONS), default="country")
    buildings = models.PositiveIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$"), name="site_country_code"),
            models.CheckConstraint(
                condition=(Q(latitude=None) & Q(longitude=None))
                | (Q(latitude__gte=-90, latitude__lte=90) & Q(longitude__gte=-180, longitude__lte=180)),
                name="site_position_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SiteCapacity(Walled):
    """Megawatts or GPUs at a site, of one kind, for one phase, by a date."""

    key = models.CharField(max_length=60)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="capacities")
    mw = AmountField()
    gpus = AmountField()
    kind = models.CharField(max_length=10, choices=w.choices(w.CAPACITY_KINDS), default="unsaid")
    phase = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=20, choices=w.choices(w.CAPACITY_STATES), default="unsaid")
    by = WhenField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("site", "key"), name="sitecapacity_key_once")]
        verbose_name_plural = "site capacities"


class DealSite(DealRow):
    """A deal's link to a site, so that a site may stand in a deal before any hardware is known."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="deal_sites")
    words = models.CharField(max_length=300, blank=True)
