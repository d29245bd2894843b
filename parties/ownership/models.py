"""Who owns whom: stakes as stated, and the lineages that follow from them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dealtracker.access.models import Walled
from dealtracker.fields import AmountField, WhenField
from parties.register.models import Party


class Stake(Walled):
    """An interest of one party in another; the share is a fraction, qualified or unknown."""

    class Kind(models.TextChoices):
        EQUITY = "equity", "equity"
        VOTING = "voting", "voting rights"
        WARRANTS = "warrants", "warrants"
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


class Lineage(models.Model):
    """Derived: one ultimate parent of a party, or a ring, while start <= day < end, as one compartment sees it.

    Rows of a team's compartment stand only where its own stakes or judgements make a difference to the public ones.
    """

    id = models.BigAutoField(primary_key=True)
    compartment = models.UUIDField()
    party = models.UUIDField()
    # Empty for a ring, which has no end.
    ultimate = models.UUIDField(null=True)
    basis = models.CharField(max_length=10)
    path = ArrayField(models.UUIDField())
    stakes = ArrayField(models.UUIDField())
    low = models.DecimalField(max_digits=10, decimal_places=9)
    high = models.DecimalField(max_digits=10, decimal_places=9)
    start = models.DateField()
    end = models.DateField()

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        indexes = [models.Index(fields=("party", "start"), name="lineage_of_party")]


class PartyDue(models.Model):
    """A request to look at a party again, appended by the change itself (parties.sql) and taken by who does it.

    Nobody waits for another's row: several of one party are taken as one.
    """

    class Room(models.TextChoices):
        OWNERSHIP = "ownership"
        SCREENING = "screening"

    id = models.BigAutoField(primary_key=True)
    compartment = models.UUIDField()
    room = models.CharField(max_length=10, choices=Room.choices)
    party = models.UUIDField()
    wanted_at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        indexes = [models.Index(fields=("room", "id"), name="party_due_in_order")]
