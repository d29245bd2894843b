"""Who owns whom, as stated."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dealtracker.access.models import Walled
from dealtracker.fields import AmountField, WhenField
from parties.register.models import Party


class Stake(Walled):
    """An interest of one party in another; the share is a fraction, qualified or unknown."""

    class Kind(models.TextChoices):
        EQUITY = "equity"
        VOTING = "voting", "voting rights"
        WARRANTS = "warrants"
        CONTROL = "control", "control by other means"
        MANAGEMENT = "management", "managed by"

    key = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="stakes_held")
    owned = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="stakes_in")
    share = AmountField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.EQUITY)
    direct = models.BooleanField(default=True)
    start = WhenField()
    end = WhenField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(owner=F("owned")), name="stake_not_in_itself")]

    def __str__(self) -> str:
        return f"{self.owner} in {self.owned}"
