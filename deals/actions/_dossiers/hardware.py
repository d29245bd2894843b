"""Which chip of the catalogue a hardware line's model means; other words stay words."""

from __future__ import annotations

from dataclasses import dataclass, field

from deals.actions._dossiers.value import Row
from deals.actions._dossiers.work import Batch, Work
from deals.hardware.calc.naming import resolve, squeezed
from deals.hardware.catalogue import load_catalogue
from deals.hardware.models import HardwareModel


@dataclass
class Chips:
    """The models of the database, by every spelling of their slug, name and aliases."""

    by_name: dict[str, HardwareModel | None] = field(default_factory=dict)
    by_slug: dict[str, HardwareModel] = field(default_factory=dict)
    found: dict[str, HardwareModel | None] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Chips:
        found = cls()
        for model in HardwareModel.rows.all():
            found.by_slug[model.slug] = model
            for name in {
                squeezed(text) for text in (model.slug, model.name, model.vendor + model.name, *model.aliases)
            }:
                # Two models of one name: neither is meant for sure.
                found.by_name[name] = None if name in found.by_name else model
        return found

    def find(self, said: str) -> HardwareModel | None:
        """The one model that a text means: "B300" is NVIDIA B300; "Blackwell" or "H100" may be several."""
        if said not in self.found:
            self.found[said] = self.by_name.get(squeezed(said)) or self._meant(said)
        return self.found[said]

    def _meant(self, said: str) -> HardwareModel | None:
        match = resolve(said, load_catalogue())
        return self.by_slug.get(match.chips[0].key) if match.kind == "chip" and len(match.chips) == 1 else None


def resolve_models(batch: Batch) -> None:
    """By slug, name or alias, whatever the case and spacing. One statement, none where no line names a model."""
    rows = [(work, row) for work in batch.works for row in work.dossier.list("hardware") if "model" in row.values]
    lines = [
        line
        for work in batch.works
        for line in work.dossier.claims
        if (line.path.list, line.path.field) == ("hardware", "model")
    ]
    if not rows and not lines:
        return
    chips = Chips.load()
    for work, row in rows:
        _resolve(batch, work, row, chips)
    for line in lines:
        if isinstance(line.value, str) and (model := chips.find(line.value)):
            line.value = model.slug


def _resolve(batch: Batch, work: Work, row: Row, chips: Chips) -> None:
    said = row.values["model"]
    model = chips.find(said)
    if model is not None:
        row.values["model"], row.values["resolved_model"] = model.slug, model.pk
        return
    words = row.values.get("model_words", "")
    row.values["model_words"] = words if said.casefold() in words.casefold() else f"{said}; {words}"[:200].rstrip("; ")
    work.words_only.add(f"/hardware/{row.key}")
    batch.notice(work, f'"{said}" is not a model of the catalogue; it is kept as words')
