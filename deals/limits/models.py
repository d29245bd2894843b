"""What a team has set itself as the most it wants at stake, and when it stood over that."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from deals.limits.calc import FIGURES
from dealtracker.access.models import Walled


class Limit(Walled):
    """The most that may stand under one key of a dimension while start <= day < end, in one currency.

    It looks at what its own compartment sees: the public deals and the team's. `key` is stored as the dimension gives it
    (a party's uuid, a country's code, …); changes are in the audit with their reasons.
    """

    dimension = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    name = models.CharField(max_length=300)
    measure = models.CharField(max_length=8, choices=[("debt", "debt"), ("equity", "equity")], default="debt")
    figure = models.CharField(max_length=20, choices=[(name, name) for name in FIGURES], default="committed")
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=21, decimal_places=4)
    start = models.DateField()
    end = models.DateField(default="9999-12-31")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="limits")
    reason = models.CharField(max_length=300)
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()

    class Meta(Walled.Meta):
        indexes = [models.Index(fields=("compartment", "dimension", "key"), name="limit_by_key")]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="limit_ends_after_start"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="limit_above_zero"),
            models.CheckConstraint(condition=Q(figure__in=FIGURES), name="limit_figure_known"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.name}"


class LimitBreach(Walled):
    """An event: from which day the sum was seen over its limit, by how much, and when that ended and why.

    `day` is the date in the world for which it was computed, `noticed_at` when that was done; figures are those of then.
    """

    limit = models.ForeignKey(Limit, on_delete=models.PROTECT, related_name="breaches")
    day = models.DateField()
    noticed_at = models.DateTimeField()
    used = models.DecimalField(max_digits=27, decimal_places=4)
    amount = models.DecimalField(max_digits=21, decimal_places=4)
    most = models.DecimalField(max_digits=27, decimal_places=4, null=True, blank=True)
    ended_day = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True)

    class Meta(Walled.Meta):
        verbose_name_plural = "limit breaches"
        constraints = [
            models.UniqueConstraint(fields=("limit",), condition=Q(ended_at=None), name="one_open_breach_a_limit")
        ]
