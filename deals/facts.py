"""The shape of every fact: one table that import, export, sheets, claims and forms all read.

A dossier is a set of keyed lists; `ENTITIES` says, list by list, which model holds its rows and which fields they
have. A field's name in JSON is the model's attribute. Adding a field here (and a column) is all it takes.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from deals import models as d
from deals.agreements import words as w
from dealtracker.money import Amount
from parties import models as p

TEXT, CHOICE, MONEY, QUANTITY, WHEN, DAY = "text", "choice", "money", "quantity", "when", "day"
REF, REFS, KEYS, COUNTRY, INTEGER, FLAG, LIST, ITEMS, POSITION = (
    "ref", "refs", "keys", "country", "integer", "flag", "list", "items", "position",
)  # fmt: skip

# Figures that are fractions of one, and those of no money that may lie below zero; all others are positive.
FRACTIONS = frozenset({"share", "rate", "floor"})
MAY_BE_NEGATIVE = frozenset({"margin_bps", "rate", "floor", "value", "ratio"})
_AS_FRACTION = 'rates and shares are fractions: 7.75 % is "0.0775"'
_AS_POINTS = 'margins are in basis points: 2.25 % is "225"'
# Fields, which figures they cannot have, and what is said: most often the unit is another.
_AMISS: tuple[tuple[frozenset[str], Callable[[Decimal], bool], str, str], ...] = (
    (FRACTIONS, lambda n: n > 1, "fraction", f"is above one; {_AS_FRACTION}"),
    (FRACTIONS, lambda n: n < -1, "fraction", f"is below minus one; {_AS_FRACTION}"),
    (frozenset({"issue_price"}), lambda n: not 0 < n <= 2, "fraction", 'is no fraction of par: 98.5 % is "0.985"'),
    (frozenset({"margin_bps"}), lambda n: 0 < abs(n) < 1, "basis-points", f"is below one basis point; {_AS_POINTS}"),
    (frozenset({"margin_bps"}), lambda n: abs(n) > 10_000, "basis-points", f"is above 100 %; {_AS_POINTS}"),
)


def amiss(name: str, amount: Amount) -> tuple[str, str] | None:
    """(code, complaint) where a field of this name cannot have such figures; else None."""
    figures = [figure for figure in amount.bounds if figure is not None]
    if any(figure < 0 for figure in figures) and (amount.currency or name not in MAY_BE_NEGATIVE):
        return "negative", "is below zero; say how much as a positive figure and use another kind or event for the rest"
    return next(((code, said) for names, holds, code, said in _AMISS if name in names and any(map(holds, figures))), None)


@dataclass(frozen=True)
class Field:
    """One field of a fact: its type, what it may say, where it points.

    `words` are the values of a choice; `to` the list a reference points into; `items` the parts of a nested object,
    name → type. `claimed` fields may be contested and have claims of their own.
    """

    name: str
    type: str
    words: tuple[str, ...] = ()
    to: str = ""
    items: tuple[tuple[str, str], ...] = ()
    required: bool = False
    claimed: bool = True

    @property
    def column(self) -> str:
        return f"{self.name}_id" if self.type == REF else self.name


@dataclass(frozen=True)
class Entity:
    """One keyed list of the dossier and the model that holds its rows."""

    list: str
    name: str
    model: type[models.Model]
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        return next((f for f in self.fields if f.name == name), None)


def _choice(name: str, words: Any, **more: Any) -> Field:
    return Field(name, CHOICE, words=tuple(words), **more)


def _texts(*names: str, **more: Any) -> tuple[Field, ...]:
    return tuple(Field(name, TEXT, **more) for name in names)


def _refs(**names: str) -> tuple[Field, ...]:
    return tuple(Field(name, REF, to=to) for name, to in names.items())


_OF = _refs(facility="facilities", contract="contracts", support="supports", site="sites")
_PERIOD = (Field("start", WHEN), Field("end", WHEN))

ENTITIES: tuple[Entity, ...] = (
    Entity("relations", "relation", d.DealRelation, (
        _choice("kind", w.RELATION_KINDS, required=True), Field("to", TEXT), *_texts("words"))),
    Entity("facilities", "facility", d.Facility, (
        *_texts("name"), _choice("kind", w.FACILITY_KINDS, required=True), _choice("measure", ("debt", "equity")),
        Field("amount", MONEY), _choice("commitment", w.COMMITMENTS), *_texts("condition"),
        Field("increases", REF, to="facilities"),
        Field("purpose", ITEMS, items=(("what", TEXT), ("country", COUNTRY), ("share", QUANTITY), ("recipient", TEXT))),
        Field("signing_date", WHEN), Field("availability_start", WHEN), Field("availability_end", WHEN),
        Field("maturity_date", WHEN), Field("tenor_months", QUANTITY), *_texts("maturity_rule", "amortisation"),
        Field("redemption", LIST), *_texts("seniority", "recourse"), Field("revolving", FLAG),
        Field("relies_on", REFS, to="contracts"), *_texts("day_count"), Field("calendars", LIST))),
    Entity("pricing", "pricing", d.PricingTerm, (
        Field("facility", REF, to="facilities", required=True), *_texts("applies_to"), _choice("measure", w.PRICING_MEASURES),
        *_texts("base"), Field("margin_bps", QUANTITY), Field("rate", QUANTITY), Field("floor", QUANTITY),
        Field("issue_price", QUANTITY),
        Field("fees", ITEMS, items=(("kind", TEXT), ("rate", QUANTITY), ("amount", MONEY), ("words", TEXT))), *_PERIOD)),
    Entity("contracts", "contract", d.Contract, (
        _choice("kind", w.CONTRACT_KINDS, required=True), *_refs(supplier="parties", customer="parties", under="contracts",
        site="sites"), Field("mw", QUANTITY), Field("gpus", QUANTITY), Field("value", MONEY), Field("prepayment", MONEY),
        Field("term_months", QUANTITY), *_texts("credit_class", "state"), Field("signed", WHEN), *_texts("words"))),
    Entity("supports", "support", d.Support, (
        _choice("kind", w.SUPPORT_KINDS, required=True), *_refs(provider="parties", obligor="parties", beneficiary="parties",
        facility="facilities", contract="contracts"),
        Field("caps", ITEMS, items=(("from", DAY), ("to", DAY), ("amount", MONEY))),
        *_texts("trigger", "in_return", "state"))),
    Entity("roles", "role", d.Role, (
        Field("party", REF, to="parties", required=True), Field("role", TEXT, required=True),
        _choice("group", w.GROUPS), *_OF, *_texts("scope"), _choice("status", w.ROLE_STATUS),
        _choice("outcome", w.ROLE_OUTCOME[1:]), *_PERIOD)),
    Entity("figures", "figure", d.Figure, (
        _choice("measure", w.FIGURE_MEASURES, required=True), Field("amount", MONEY), Field("ratio", QUANTITY),
        Field("includes", KEYS), Field("party", REF, to="parties"), Field("as_of", WHEN), *_texts("words"))),
    Entity("pledges", "pledge", d.Pledge, (
        Field("facility", REF, to="facilities", required=True), _choice("kind", w.PLEDGE_KINDS, required=True),
        *_refs(pledgor="parties", line="hardware", contract="contracts"), *_texts("object"), Field("quantity", QUANTITY),
        Field("limit", MONEY), Field("rank", INTEGER), Field("released_on", WHEN), *_texts("release_rule"))),
    Entity("covenants", "covenant", d.Covenant, (
        Field("facility", REF, to="facilities"), Field("kind", TEXT, required=True), *_texts("test"), Field("value", QUANTITY),
        *_texts("words"), Field("tests", ITEMS, items=(("on", DAY), ("result", TEXT), ("value", QUANTITY), ("words", TEXT))),
        Field("every_months", INTEGER), Field("within_days", INTEGER), *_PERIOD)),
    Entity("ratings", "rating", d.Rating, (
        *_refs(facility="facilities", party="parties"), Field("agency", TEXT, required=True),
        Field("grade", TEXT, required=True), Field("rated_on", WHEN))),
    Entity("holds", "hold", d.Hold, (
        Field("facility", REF, to="facilities", required=True), Field("party", REF, to="parties"), Field("amount", MONEY),
        *_texts("words"))),
    Entity("entries", "entry", d.LedgerEntry, (
        Field("facility", REF, to="facilities", required=True, claimed=False), Field("hold", REF, to="holds", claimed=False),
        _choice("kind", w.ENTRY_KINDS, required=True, claimed=False), Field("amount", MONEY, required=True, claimed=False),
        Field("drawn", MONEY, claimed=False), Field("outstanding", MONEY, claimed=False),
        Field("capitalised", MONEY, claimed=False),
        Field("counter", REF, to="holds", claimed=False),
        Field("value_date", DAY, required=True, claimed=False), Field("reverses", REF, to="entries", claimed=False),
        Field("pair", TEXT, claimed=False), Field("source", REF, to="sources", required=True, claimed=False),
        Field("words", TEXT, claimed=False))),
    Entity("balances", "balance", d.BalanceReport, (
        Field("facility", REF, to="facilities", required=True), Field("party", REF, to="parties"),
        _choice("measure", ("outstanding", "undrawn", "available"), required=True), Field("amount", MONEY),
        Field("as_of", WHEN))),
    Entity("hardware", "hardware", d.HardwareLine, (
        Field("model", TEXT), *_texts("model_words"), _choice("basis", w.LINE_BASES), Field("vendor", REF, to="parties"),
        Field("quantity", QUANTITY), _choice("unit", w.LINE_UNITS), Field("unit_price", MONEY), Field("value", MONEY),
        *_refs(site="sites", contract="contracts"), Field("financed_by", REFS, to="facilities"),
        _choice("state", w.LINE_STATES), Field("by", WHEN), *_texts("words"))),
    Entity("events", "event", d.Event, (
        _choice("kind", w.EVENT_KINDS, required=True), *_OF, Field("line", REF, to="hardware"), Field("occurred", WHEN),
        Field("disclosed", WHEN), Field("ended", WHEN), *_texts("ended_how", "event_class"), Field("amount", MONEY),
        *_texts("words", "reason", "override_reason"), Field("source", REF, to="sources", claimed=False))),
)  # fmt: skip

PARTY = Entity("parties", "party", p.Party, (
    _choice("kind", p.Party.Kind.values), Field("hq_country", COUNTRY), Field("jurisdiction", COUNTRY),
    Field("count_min", INTEGER), Field("count_max", INTEGER), _choice("count_of", ("entities", "groups")),
    Field("members", REFS, to="parties"), *_texts("reason_unnamed")))  # fmt: skip
STAKE = Entity("stakes", "stake", p.Stake, (
    Field("owner", REF, to="parties", required=True), Field("owned", REF, to="parties", required=True),
    _choice("kind", p.Stake.Kind.values), Field("share", QUANTITY), Field("direct", FLAG), *_PERIOD))  # fmt: skip
SITE = Entity("sites", "site", d.Site, (
    Field("name", TEXT, required=True), _choice("kind", w.SITE_KINDS), Field("part_of", REF, to="sites"),
    Field("country", COUNTRY), *_texts("region", "city", "district"), Field("position", POSITION),
    _choice("precision", w.PRECISIONS), Field("buildings", INTEGER)))  # fmt: skip
CAPACITY = Entity("capacities", "capacity", d.SiteCapacity, (
    Field("site", REF, to="sites", required=True), Field("mw", QUANTITY), Field("gpus", QUANTITY),
    _choice("kind", w.CAPACITY_KINDS), *_texts("phase"), _choice("state", w.CAPACITY_STATES), Field("by", WHEN)))  # fmt: skip

SHARED = (PARTY, STAKE, SITE, CAPACITY)
BY_LIST = {entity.list: entity for entity in (*ENTITIES, *SHARED)}
BY_NAME = {entity.name: entity for entity in (*ENTITIES, *SHARED)}
