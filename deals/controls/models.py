"""Derived: what the dated rules say of a deal's hardware lines; a flag for a person, never a verdict. And the packs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Finding(models.Model):
    """One step of the ladder for one line on [start, end), with the rules and inputs it rests on."""

    id = models.BigAutoField(primary_key=True)
    compartment = models.UUIDField()
    deal = models.UUIDField()
    line = models.UUIDField(null=True)
    basis = models.CharField(max_length=10)
    step = models.CharField(max_length=24)
    start = models.DateField()
    end = models.DateField()
    result = models.JSONField()

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(
                fields=("deal", "line", "basis", "start"), name="finding_once", nulls_distinct=False
            )
        ]


class RulePack(models.Model):
    """One file of export rules that was read whole. Where none is active, the pack that ships is in force.

    Kept for good: a decision record names the pack by its hash.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.CharField(max_length=60, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    content = models.BinaryField()
    read_up_to = models.DateField()
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=200)
    is_active = models.BooleanField(default=False)
    activated_at = models.DateTimeField(null=True, blank=True)
    activated_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        constraints = [
            models.UniqueConstraint(fields=("is_active",), condition=Q(is_active=True), name="rule_pack_one_active")
        ]

    def __str__(self) -> str:
        return self.version
