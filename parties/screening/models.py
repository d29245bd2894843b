"""Lists that the user brings, who on them may be whom, and what a person decided."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dealtracker.access.models import Walled


class Watchlist(models.Model):
    """One list by its publisher's name. The same for every reader; nothing of any list ships."""

    class Format(models.TextChoices):
        CSL_CSV = "csl-csv", "US Consolidated Screening List, CSV"
        CSL_JSON = "csl-json", "US Consolidated Screening List, JSON"
        OPENSANCTIONS = "opensanctions", "OpenSanctions targets.simple.csv"
        FTM = "ftm", "FollowTheMoney JSON lines"
        OFAC_SDN = "ofac-sdn", "OFAC SDN.CSV with ALT.CSV and ADD.CSV"

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120, unique=True)
    format = models.CharField(max_length=16, choices=Format.choices)
    # The version that parties are screened against; 0 while none was loaded whole.
    active = models.PositiveIntegerField(default=0)

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"

    def __str__(self) -> str:
        return self.name


class ListVersion(models.Model):
    """One load of one list: its files with their hashes, and how it differs from the one before. Kept for good."""

    id = models.BigAutoField(primary_key=True)
    watchlist = models.ForeignKey(Watchlist, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    # [{"name", "bytes", "sha256"}] in the order in which they were given.
    files = models.JSONField()
    file_date = models.DateField()
    # When it was fetched from its publisher, where the person who brought it in said so.
    retrieved_on = models.DateField(null=True, blank=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=200)
    entries = models.PositiveIntegerField()
    names = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    notices = models.JSONField(default=list, blank=True)

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        constraints = [models.UniqueConstraint(fields=("watchlist", "number"), name="list_version_once")]

    def __str__(self) -> str:
        return f"{self.watchlist} {self.number}"


class ListedEntry(models.Model):
    """One entry while since <= version < gone; what changed in a later version is a new row."""

    id = models.BigAutoField(primary_key=True)
    watchlist = models.ForeignKey(Watchlist, on_delete=models.PROTECT, related_name="listed")
    ref = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=1000)
    # What the comparison reads: {"names", "countries", "identifiers"}.
    facts = models.JSONField()
    programme = models.CharField(max_length=1000, blank=True)
    source_list = models.CharField(max_length=1000, blank=True)
    regimes = ArrayField(models.CharField(max_length=20), default=list)
    url = models.CharField(max_length=2000, blank=True)
    since = models.PositiveIntegerField()
    gone = models.PositiveIntegerField(null=True)

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        indexes = [models.Index(fields=("watchlist", "since"), name="listed_since")]
        constraints = [
            models.UniqueConstraint(fields=("watchlist", "ref"), condition=Q(gone=None), name="listed_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ListedName(models.Model):
    """A name of an entry in the form in which names are compared, computed once, when the list is loaded."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(ListedEntry, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=300)

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"


class Screened(models.Model):
    """Derived: up to which version of a list a party was compared, and with which of its own names."""

    id = models.BigAutoField(primary_key=True)
    compartment = models.UUIDField()
    party = models.UUIDField()
    watchlist = models.BigIntegerField()
    version = models.PositiveIntegerField()
    inputs = models.CharField(max_length=64)
    screened_at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        constraints = [models.UniqueConstraint(fields=("party", "watchlist"), name="screened_once")]


class Candidate(models.Model):
    """Derived: an entry that a party may be, with the score of the match of their names and its reasons."""

    id = models.BigAutoField(primary_key=True)
    compartment = models.UUIDField()
    party = models.UUIDField()
    entry = models.BigIntegerField()
    watchlist = models.BigIntegerField()
    ref = models.CharField(max_length=200)
    score = models.DecimalField(max_digits=4, decimal_places=3)
    # [{"feature", "points", "words"}], strongest first.
    reasons = models.JSONField()
    party_name = models.CharField(max_length=300)
    listed_name = models.CharField(max_length=1000)
    # Of what was compared on both sides: a judgement holds as long as this does.
    inputs = models.CharField(max_length=64)

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        indexes = [models.Index(fields=("watchlist", "ref"), name="candidate_of_entry")]
        constraints = [models.UniqueConstraint(fields=("party", "entry"), name="candidate_once")]


class Disposition(Walled):
    """A person's judgement on a candidate; it holds while the inputs it was made on are the same."""

    class Verdict(models.TextChoices):
        SAME = "same", "the same as the entry"
        DIFFERENT = "different", "not the entry"
        UNSURE = "unsure", "cannot be told yet"

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="dispositions")
    watchlist = models.ForeignKey(Watchlist, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=200)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField()
    inputs = models.CharField(max_length=64)
    # What was compared, so that a later reader sees what changed: {"party": …, "entry": …, "score": …}.
    seen = models.JSONField()
    judged_by = models.UUIDField(null=True)
    judged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    # Where the policy asks for a second person, the judgement counts once somebody else has confirmed it.
    needs_second = models.BooleanField(default=False)
    confirmed_by = models.UUIDField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    @property
    def is_waiting(self) -> bool:
        """Whether it still waits for its second person."""
        return self.needs_second and self.confirmed_at is None

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("party", "watchlist", "ref"), condition=Q(undone_at=None), name="disposition_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="disposition_has_reason"),
        ]


class ListUpload(models.Model):
    """Files that a person brought for a list: tried first, then loaded when that person says so. Not walled, as lists are not."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting to be tried"
        TRYING = "trying", "being tried"
        TRIED = "tried", "tried; nothing is saved yet"
        WANTED = "wanted", "waiting to be loaded"
        LOADING = "loading", "being loaded"
        LOADED = "loaded", "loaded"
        REFUSED = "refused", "refused"
        DROPPED = "dropped", "taken back"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    format = models.CharField(max_length=16, choices=Watchlist.Format.choices)
    name = models.CharField(max_length=120)
    # [{"name", "bytes"}]: the files lie below FILES_DIR until they are loaded, refused or taken back.
    files = models.JSONField()
    file_date = models.DateField(null=True, blank=True)
    retrieved_on = models.DateField()
    fewer_is_right = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # How far it has come, written beside the transaction that loads; and when it last moved.
    progress = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField()
    # What the trial or the load gave: counts, hashes, notices; or {"file", "row", "reason"} of a refusal.
    result = models.JSONField(default=dict, blank=True)
    brought_by = models.UUIDField(null=True)
    brought_by_name = models.CharField(max_length=200)
    brought_at = models.DateTimeField()

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        indexes = [models.Index(fields=("state", "brought_at"), name="list_upload_by_state")]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_state_display()}"
