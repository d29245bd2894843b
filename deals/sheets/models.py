"""Derived: the deal sheet as JSON bytes, and the columns that lists sort, filter and search by."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from deals.sheets.calc.facets import UNDATED


class Sheet(models.Model):
    """One deal as its readers see it on the days [valid_from, valid_to); bytes are served as they stand."""

    id = models.BigAutoField(primary_key=True)
    compartment = models.UUIDField()
    deal = models.UUIDField()
    valid_from = models.DateField()
    valid_to = models.DateField()
    revision = models.PositiveIntegerField()
    digest = models.CharField(max_length=32)
    body = models.BinaryField()
    brief = models.BinaryField()
    title = models.CharField(max_length=300)
    stage = models.CharField(max_length=12, blank=True)
    certainty = models.CharField(max_length=20, blank=True)
    # What lists sort by is never null, so that a page is one index range: -1 and 1900-01-01 stand for "not stated".
    amount_sort = models.BigIntegerField(default=-1)
    announced = models.DateField(default=UNDATED)
    last_report = models.DateField(default=UNDATED)
    known_from = models.DateField()
    # The last day on which anything became known of the deal; null where that is not worked out, or more is to come.
    settled = models.DateField(null=True)
    # Deals for which this private view stands in the public one's place.
    stands_for = models.UUIDField(null=True)

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        constraints = [models.UniqueConstraint(fields=("deal", "valid_from"), name="sheet_once")]
        indexes = [
            models.Index(fields=("title", "deal"), name="sheet_by_title"),
            models.Index(fields=("last_report", "deal"), name="sheet_by_last_report"),
            models.Index(fields=("announced", "deal"), name="sheet_by_announced"),
            models.Index(fields=("amount_sort", "deal"), name="sheet_by_amount"),
            models.Index(fields=("compartment", "deal"), name="sheet_of_compartment"),
            models.Index(fields=("stands_for",), name="sheet_stands_for"),
        ]


class Facet(models.Model):
    """One property of a deal that a list may filter and count by: ("role.lender", party), ("site.country", "JP")."""

    id = models.BigAutoField(primary_key=True)
    compartment = models.UUIDField()
    deal = models.UUIDField()
    dimension = models.CharField(max_length=40)
    value = models.CharField(max_length=80)

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        constraints = [models.UniqueConstraint(fields=("deal", "dimension", "value"), name="facet_once")]
        indexes = [models.Index(fields=("dimension", "value", "deal"), name="facet_by_value")]


class SearchEntry(models.Model):
    """Normalised words by which a deal, party or site is found, read only through `search_entries()`."""

    id = models.BigAutoField(primary_key=True)
    compartment = models.UUIDField()
    kind = models.CharField(max_length=8)
    target = models.UUIDField()
    text = models.TextField()

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        constraints = [models.UniqueConstraint(fields=("target",), name="search_entry_once")]
        indexes = [GinIndex(fields=("text",), name="search_entry_trigram", opclasses=("gin_trgm_ops",))]


class RefreshState(models.Model):
    """What a deal's derived rows are behind by; written in the change's own transaction."""

    deal = models.UUIDField(primary_key=True, default=uuid.uuid4)
    compartment = models.UUIDField()
    wanted = models.BigIntegerField(default=1)
    done = models.BigIntegerField(default=0)
    valid_until = models.DateField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    cause = models.CharField(max_length=80, blank=True)
    wanted_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    # Names what the derived rows were made from (`deals.sheets.made_from`); empty where nobody has worked that out.
    made_from = models.CharField(max_length=32, blank=True, default="", db_default="")

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        indexes = [
            models.Index(fields=("retry_at",), condition=models.Q(wanted__gt=models.F("done")), name="refresh_behind"),
            models.Index(fields=("valid_until",), name="refresh_valid_until"),
        ]
