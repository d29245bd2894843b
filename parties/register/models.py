"""People and companies by all their names."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from dealtracker.access.models import Walled
from dealtracker.fields import WhenField
from parties.register.calc import searched_text


class Party(Walled):
    """A company, fund, bank, vehicle, public body, person, or a group that its source does not name."""

    class Kind(models.TextChoices):
        COMPANY = "company", "company"
        FUND = "fund", "fund"
        BANK = "bank", "bank"
        SPV = "spv", "special purpose vehicle"
        PUBLIC_BODY = "public body", "public body"
        PERSON = "person", "person"
        UNNAMED_GROUP = "unnamed group", "unnamed group"
        UNKNOWN = "unknown", "kind not stated"

    key = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.UNKNOWN)
    # The primary name, kept by verbs in step with PartyName so that lists need no join.
    name = models.CharField(max_length=300)
    hq_country = models.CharField(max_length=2, blank=True)
    jurisdiction = models.CharField(max_length=2, blank=True)
    count_min = models.PositiveIntegerField(null=True, blank=True)
    count_max = models.PositiveIntegerField(null=True, blank=True)
    count_of = models.CharField(max_length=8, blank=True, choices=[("entities", "entities"), ("groups", "groups")])
    members = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="member_of")
    reason_unnamed = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "parties"
        indexes = [
            models.Index(fields=("compartment", "name", "id"), name="party_by_name"),
            # For those who read several compartments: their list is one walk, not a sort of all of them.
            models.Index(fields=("name", "id"), name="party_by_name_alone"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(count_min=None) | Q(count_max=None) | Q(count_min__lte=F("count_max")),
                name="party_count_in_order",
            ),
            models.CheckConstraint(
                condition=Q(hq_country="") | Q(hq_country__regex=r"^[A-Z]{2}$"), name="party_hq_country_code"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="party_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class _Computed:
    """Reads as what the name makes it, however the row is saved: one by one, in bulk or as JSON."""

    def __init__(self, field: models.Field[str, str]) -> None:
        self.field = field

    def __get__(self, instance: PartyName | None, owner: type | None = None) -> Any:
        return self if instance is None else searched_text(instance.text, instance.language)

    def __set__(self, instance: PartyName, value: object) -> None:
        return None


class SearchedField(models.TextField):
    """All forms in which somebody may type the name of its row."""

    descriptor_class = _Computed


class PartyName(Walled):
    """One name of a party, in one script, of one kind, for a period."""

    class Kind(models.TextChoices):
        LEGAL = "legal"
        TRADING = "trading"
        FORMER = "former"
        TRANSLATION = "translation"
        TRANSLITERATION = "transliteration"
        ALIAS = "alias"

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    language = models.CharField(max_length=16, blank=True)
    script = models.CharField(max_length=4, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.TRADING)
    start = WhenField()
    end = WhenField()
    primary = models.BooleanField(default=False)
    # What names are compared in (normalise), and all forms that somebody may type (searched_text).
    normalised = models.CharField(max_length=300)
    searched = SearchedField(default="", editable=False)

    class Meta:
        indexes = [
            models.Index(fields=("normalised",), name="party_name_normalised"),
            GinIndex(fields=("normalised",), name="party_name_trigram", opclasses=("gin_trgm_ops",)),
            GinIndex(fields=("searched",), name="party_name_searched", opclasses=("gin_trgm_ops",)),
        ]
        constraints = [
            models.UniqueConstraint(fields=("party", "text", "kind"), name="party_name_once"),
            models.UniqueConstraint(fields=("party",), condition=Q(primary=True), name="party_one_primary_name"),
            models.CheckConstraint(condition=~Q(text=""), name="party_name_not_blank"),
        ]

    def __str__(self) -> str:
        return self.text


class Identifier(Walled):
    """An LEI, ticker, registry or Wikidata number; unique within a compartment."""

    class Scheme(models.TextChoices):
        LEI = "lei", "LEI"
        TICKER = "ticker"
        REGISTRY = "registry", "company register"
        WIKIDATA = "wikidata", "Wikidata"

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=10, choices=Scheme.choices)
    value = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("compartment", "scheme", "value"), name="identifier_once")]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"


class MergeJudgement(Walled):
    """Whether two party records are one; merging writes this and nothing else."""

    class Verdict(models.TextChoices):
        SAME = "same"
        DIFFERENT = "different"
        UNSURE = "unsure"

    a = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="judged_from")
    b = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="judged_into")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField()
    judged_by = models.UUIDField(null=True)
    judged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(a=F("b")), name="judgement_of_two"),
            models.UniqueConstraint(fields=("a", "b"), condition=Q(undone_at=None), name="judgement_once"),
        ]
