"""Who said what, when. Facts stand in other rooms; here stand the sources and claims they rest on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dealtracker.access.models import Walled
from dealtracker.fields import WhenField


class Source(Walled):
    """One published or received text, known through a copy we read or only through others."""

    class Kind(models.TextChoices):
        FILING = "filing"
        CONTRACT = "contract"
        PARTY_TEXT = "party text", "party's own text"
        WIRE = "wire"
        NEWSPAPER = "newspaper"
        TRADE_PRESS = "trade press"
        LICENSED_COPY = "licensed copy"
        REWRITE = "rewrite"
        MACHINE_TRANSLATION = "machine translation"
        GENERATED_TEXT = "generated text"
        SATIRE = "satire"
        AGGREGATOR = "aggregator"
        REGISTER = "register", "public register"
        MEMO = "memo"
        FILE = "file"

    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    publisher = models.CharField(max_length=200)
    newsroom = models.CharField(max_length=200, blank=True)
    publisher_party = models.ForeignKey(
        "parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    language = models.CharField(max_length=16, blank=True)
    # Publication is an interval: an undated page has its retrieval day as the latest it can be.
    published_from = models.DateField(null=True, blank=True)
    published_to = models.DateField()
    date_basis = models.CharField(max_length=200, blank=True)
    read = models.BooleanField(default=True)
    digest = models.CharField(max_length=64, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    # Its text, file, title and quotes were destroyed on that day, and are not taken in again.
    taken_down_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("compartment", "url"), condition=~Q(url=""), name="source_url_once"),
            models.CheckConstraint(
                condition=Q(published_from=None) | Q(published_from__lte=F("published_to")),
                name="source_published_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}, {self.published_to:%Y-%m-%d}"


class SourceText(Walled):
    """The stored text of a source, apart from it: served in review only, destroyed by a takedown."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="stored_text")
    text = models.TextField()
    file_name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=100, blank=True)


class SourceLink(Walled):
    """`source` re-reports, translates, quotes, corrects or retracts `to`. An inferred link moves nothing."""

    class Kind(models.TextChoices):
        RE_REPORTS = "re-reports"
        TRANSLATES = "translates"
        QUOTES = "quotes"
        CORRECTS = "corrects"
        RETRACTS = "retracts"

    class Basis(models.TextChoices):
        CITED = "cited"
        INFERRED = "inferred"

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="links")
    to = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.CITED)
    score = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("source", "to", "kind"), name="source_link_once"),
            models.CheckConstraint(condition=~Q(source=F("to")), name="source_link_not_to_itself"),
        ]


class Claim(Walled):
    """One statement by one source about one field of one fact; an empty field speaks of the row as a whole.

    `subject` is the deal, party or site whose page shows it; `target` the row itself. A null value repeats the
    value that stands.
    """

    class Stance(models.TextChoices):
        ASSERTS = "asserts"
        DENIES = "denies"
        CORRECTS = "corrects"
        RETRACTS = "retracts"

    class Relation(models.TextChoices):
        SAME = "same"
        ROUNDS = "rounds"
        CONVERTS = "converts"
        LESS_SPECIFIC = "less specific"
        OTHER_SCOPE = "other scope"
        EARLIER_STATE = "earlier state"
        CONTRADICTS = "contradicts"

    class Attribution(models.TextChoices):
        NAMED = "named", "named person"
        SPOKESPERSON = "spokesperson"
        PEOPLE_FAMILIAR = "people familiar"
        DOCUMENT = "document"
        OWN_REPORTING = "own reporting"
        OWN_INFERENCE = "own inference"
        UNSTATED = "", "not stated"

    class State(models.TextChoices):
        PROPOSED = "proposed"
        ACCEPTED = "accepted"
        REJECTED = "rejected"
        # Read wrongly: the same source was entered again for the same field. Kept, and moves nothing.
        REPLACED = "replaced"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="claims")
    subject_kind = models.CharField(max_length=8, choices=[("deal", "deal"), ("party", "party"), ("site", "site")])
    subject = models.UUIDField()
    target_kind = models.CharField(max_length=20)
    target = models.UUIDField()
    field = models.CharField(max_length=40, blank=True)
    value = models.JSONField(null=True, blank=True)
    stance = models.CharField(max_length=10, choices=Stance.choices, default=Stance.ASSERTS)
    relation = models.CharField(max_length=16, choices=Relation.choices, default=Relation.SAME)
    speaker = models.ForeignKey("parties.Party", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    attribution = models.CharField(max_length=16, choices=Attribution.choices, blank=True, default="")
    audience = models.CharField(max_length=120, blank=True)
    rank = models.SmallIntegerField(default=0)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACCEPTED)
    words = models.TextField(blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=("subject", "target", "field"), name="claim_of_subject"),
            models.Index(fields=("target", "field"), name="claim_of_target"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(rank=0) | ~Q(reason=""), name="claim_rank_has_reason"),
        ]


class Anchor(Walled):
    """Where in the source the claim stands: W3C text quote selector with a position or page."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="anchors")
    exact = models.TextField()
    prefix = models.CharField(max_length=200, blank=True)
    suffix = models.CharField(max_length=200, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)


class Reply(Walled):
    """What a party answered, to a publisher or to us."""

    class Stance(models.TextChoices):
        CONFIRMS = "confirms"
        DENIES = "denies"
        DECLINES = "declines to comment"
        NO_RESPONSE = "no response"

    class Scope(models.TextChoices):
        LISTED = "listed", "listed claims"
        WHOLE = "whole", "the whole report"
        UNSPECIFIED = "unspecified"

    key = models.CharField(max_length=60)
    deal = models.UUIDField()
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="replies")
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    channel = models.CharField(max_length=80, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    stance = models.CharField(max_length=20, choices=Stance.choices)
    scope = models.CharField(max_length=12, choices=Scope.choices, default=Scope.UNSPECIFIED)
    listed = models.JSONField(default=list, blank=True)
    words = models.TextField(blank=True)
    replied_on = WhenField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=("deal",), name="reply_of_deal")]
        constraints = [
            models.UniqueConstraint(fields=("deal", "key"), name="reply_key_once"),
            models.CheckConstraint(condition=~Q(source=None) | ~Q(channel=""), name="reply_put_by_source_or_us"),
        ]


class Standing(models.Model):
    """Derived: one row per change of a field's winner, valid while known_from <= known_on < known_to."""

    id = models.BigAutoField(primary_key=True)
    compartment = models.UUIDField()
    subject = models.UUIDField()
    target_kind = models.CharField(max_length=20)
    target = models.UUIDField()
    field = models.CharField(max_length=40, blank=True)
    value = models.JSONField(null=True)
    certainty = models.CharField(max_length=20)
    stated_by = models.UUIDField(null=True)
    contested = models.CharField(max_length=40, blank=True)
    claim = models.UUIDField(null=True)
    sources = models.IntegerField()
    origins = models.IntegerField()
    newsrooms = models.IntegerField()
    known_from = models.DateField()
    known_to = models.DateField()

    rows = models.Manager()

    class Meta:
        default_manager_name = "rows"
        indexes = [models.Index(fields=("subject", "known_to"), name="standing_of_subject")]
        constraints = [models.UniqueConstraint(fields=("target", "field", "known_from"), name="standing_once")]
