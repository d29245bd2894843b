"""The deal, and everything that was agreed, offered or only talked about under it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from deals.agreements import words as w
from dealtracker.access.models import Walled
from dealtracker.fields import AmountField, WhenField
from parties.register.models import Party


class Deal(Walled):
    """One financing, or one project whose financing is reported. Its stage and totals are derived."""

    title = models.CharField(max_length=300)
    currency = models.CharField(max_length=3, blank=True)
    labels = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    external_ref = models.CharField(max_length=80)
    private_view_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="private_views"
    )
    demo = models.CharField(
        max_length=10, blank=True, choices=[("real", "shipped, real"), ("invented", "shipped, invented")]
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("compartment", "external_ref"), name="deal_external_ref_once"),
            models.UniqueConstraint(
                fields=("compartment", "private_view_of"),
                condition=~Q(private_view_of=None),
                name="deal_one_private_view",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="deal_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class DealRow(Walled):
    """A row of one deal, named by its key in the dossier."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="%(class)s_rows")
    key = models.CharField(max_length=60)

    class Meta:
        abstract = True
        default_manager_name = "rows"
        base_manager_name = "rows"
        constraints = [models.UniqueConstraint(fields=("deal", "key"), name="%(class)s_key_once")]

    def __str__(self) -> str:
        return self.key


class DealRelation(DealRow):
    """A link to another agreement, ours or known in words only."""

    to = models.ForeignKey(Deal, null=True, blank=True, on_delete=models.SET_NULL, related_name="related_from")
    kind = models.CharField(max_length=16, choices=w.choices(w.RELATION_KINDS))
    words = models.CharField(max_length=500, blank=True)


class Facility(DealRow):
    """One loan, note issue or equity instrument with its own amount and terms."""

    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=40, choices=w.choices(w.FACILITY_KINDS), default="loan")
    measure = models.CharField(max_length=8, choices=[("debt", "debt"), ("equity", "equity")], default="debt")
    amount = AmountField(money=True)
    commitment = models.CharField(max_length=20, choices=w.choices(w.COMMITMENTS), default="unknown")
    condition = models.CharField(max_length=500, blank=True)
    increases = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="increased_by")
    purpose = models.JSONField(default=list, blank=True)
    signing_date = WhenField()
    availability_start = WhenField()
    availability_end = WhenField()
    maturity_date = WhenField()
    tenor_months = AmountField()
    maturity_rule = models.CharField(max_length=300, blank=True)
    amortisation = models.CharField(max_length=300, blank=True)
    redemption = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    seniority = models.CharField(max_length=60, blank=True)
    recourse = models.CharField(max_length=60, blank=True)
    revolving = models.BooleanField(null=True, blank=True)
    relies_on = models.ManyToManyField("Contract", blank=True, related_name="relied_on_by")
    day_count = models.CharField(max_length=24, blank=True)
    calendars = ArrayField(models.CharField(max_length=12), default=list, blank=True)

    class Meta(DealRow.Meta):
        verbose_name_plural = "facilities"


class PricingTerm(DealRow):
    """What a facility, part or class of customer pays; a repricing is a new row."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="pricing")
    applies_to = models.CharField(max_length=120, blank=True)
    measure = models.CharField(max_length=12, choices=w.choices(w.PRICING_MEASURES), default="contractual")
    base = models.CharField(max_length=40, blank=True)
    margin_bps = AmountField()
    rate = AmountField()
    floor = AmountField()
    issue_price = AmountField()
    fees = models.JSONField(default=list, blank=True)
    start = WhenField()
    end = WhenField()


class Contract(DealRow):
    """A lease, capacity or purchase contract: the second collateral, often the first."""

    kind = models.CharField(max_length=16, choices=w.choices(w.CONTRACT_KINDS))
    supplier = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="contracts_supplied"
    )
    customer = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="contracts_bought"
    )
    under = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="subcontracts")
    site = models.ForeignKey("deals.Site", null=True, blank=True, on_delete=models.PROTECT, related_name="contracts")
    mw = AmountField()
    gpus = AmountField()
    value = AmountField(money=True)
    prepayment = AmountField(money=True)
    term_months = AmountField()
    credit_class = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=16, blank=True)
    signed = WhenField()
    words = models.CharField(max_length=500, blank=True)


class Support(DealRow):
    """A guarantee or backstop: contingent, never a hold, never debt."""

    kind = models.CharField(max_length=24, choices=w.choices(w.SUPPORT_KINDS))
    provider = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="support_given")
    obligor = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="support_for")
    beneficiary = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="support_received"
    )
    facility = models.ForeignKey(Facility, null=True, blank=True, on_delete=models.PROTECT, related_name="supports")
    contract = models.ForeignKey(Contract, null=True, blank=True, on_delete=models.PROTECT, related_name="supports")
    caps = models.JSONField(default=list, blank=True)
    trigger = models.CharField(max_length=300, blank=True)
    in_return = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=20, blank=True)


class Role(DealRow):
    """What a party does in the deal, or in one facility, contract, support or site of it."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=40)
    group = models.CharField(max_length=10, choices=w.choices(w.GROUPS))
    facility = models.ForeignKey(Facility, null=True, blank=True, on_delete=models.CASCADE, related_name="roles")
    contract = models.ForeignKey(Contract, null=True, blank=True, on_delete=models.CASCADE, related_name="roles")
    support = models.ForeignKey(Support, null=True, blank=True, on_delete=models.CASCADE, related_name="roles")
    site = models.ForeignKey("deals.Site", null=True, blank=True, on_delete=models.PROTECT, related_name="roles")
    scope = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=14, choices=w.choices(w.ROLE_STATUS), default="active")
    outcome = models.CharField(max_length=14, choices=w.choices(w.ROLE_OUTCOME), blank=True, default="")
    start = WhenField()
    end = WhenField()


class Figure(DealRow):
    """A total that somebody stated; never summed with its parts."""

    measure = models.CharField(max_length=20, choices=w.choices(w.FIGURE_MEASURES))
    amount = AmountField(money=True)
    ratio = AmountField()
    includes = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="figures")
    as_of = WhenField()
    words = models.CharField(max_length=300, blank=True)


class Pledge(DealRow):
    """Security for a facility; the kind "none" says that a source calls it unsecured."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="pledges")
    kind = models.CharField(max_length=20, choices=w.choices(w.PLEDGE_KINDS))
    pledgor = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="pledges_given")
    line = models.ForeignKey(
        "deals.HardwareLine", null=True, blank=True, on_delete=models.PROTECT, related_name="pledges"
    )
    contract = models.ForeignKey(Contract, null=True, blank=True, on_delete=models.PROTECT, related_name="pledges")
    object = models.CharField(max_length=300, blank=True)
    quantity = AmountField()
    limit = AmountField(money=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    released_on = WhenField()
    release_rule = models.CharField(max_length=200, blank=True)


class Covenant(DealRow):
    """A promise with its test; an amended definition is a new row that starts where the old one ends.

    Tested every so many months at the end of the month; the certificate is due so many days after.
    """

    facility = models.ForeignKey(Facility, null=True, blank=True, on_delete=models.CASCADE, related_name="covenants")
    kind = models.CharField(max_length=60)
    test = models.CharField(max_length=200, blank=True)
    value = AmountField()
    words = models.CharField(max_length=500, blank=True)
    tests = models.JSONField(default=list, blank=True)
    every_months = models.PositiveIntegerField(null=True, blank=True)
    within_days = models.PositiveIntegerField(null=True, blank=True)
    start = WhenField()
    end = WhenField()


class Rating(DealRow):
    """A grade that an agency gave to a facility or a party."""

    facility = models.ForeignKey(Facility, null=True, blank=True, on_delete=models.CASCADE, related_name="ratings")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="ratings")
    agency = models.CharField(max_length=80)
    grade = models.CharField(max_length=40)
    rated_on = WhenField()
