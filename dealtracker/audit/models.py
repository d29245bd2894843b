"""The append-only log of every change, written by one trigger and sealed in batches into a hash chain."""

from __future__ import annotations

from django.db import models


class Change(models.Model):
    """One row inserted, updated or deleted: by whom, why, in which request."""

    id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    xid = models.BigIntegerField()
    actor = models.CharField(max_length=200)
    actor_id = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    table = models.CharField(max_length=63, db_column="table_name")
    row = models.CharField(max_length=64, db_column="row_id")
    operation = models.CharField(max_length=6)
    compartment = models.UUIDField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    rows = models.Manager()

    class Meta:
        managed = False
        db_table = "audit_change"
        default_manager_name = "rows"


class Seal(models.Model):
    """A batch of changes under one hash, chained to the seal before."""

    id = models.BigAutoField(primary_key=True)
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    count = models.IntegerField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"


class ReadLog(models.Model):
    """A look at a walled deal, or across a wall."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.UUIDField(null=True)
    compartment = models.UUIDField()
    deal = models.UUIDField()
    crossing = models.BooleanField(default=False)

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
