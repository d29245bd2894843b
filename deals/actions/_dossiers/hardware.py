"""Which chip of the catalogue a hardware line's model means; other words stay words."""
from __future__ import annotations

from deals.actions._dossiers.work import Batch
from deals.hardware.calc.naming import resolve, squeezed
from deals.hardware.catalogue import load_catalogue
from deals.hardware.models import HardwareModel


def resolve_models(batch: Batch) -> None:
    """By slug, name or alias, whatever the case and spacing. One statement, none where no line names a model."""
    rows = [(work, row) for work in batch.works for row in work.dossier.list("hardware") if "model" in row.values]
    if not rows:
        return
    known: dict[str, HardwareModel | None] = {}
    models = list(HardwareModel.rows.all())
    by_slug = {model.slug: model for model in models}
    for model in models:
        for name in {squeezed(text) for text in (model.slug, model.name, model.vendor + model.name, *model.aliases)}:
            # Two models of one name: neither is meant for sure.
            known[name] = None if name in known else model
    for work, row in rows:
        said = row.values["model"]
        model = known.get(squeezed(said)) or by_slug.get(_one_chip(said))
        if model is not None:
            row.values["resolved_model"] = model.pk
        else:
            row.values["model_words"] = _in_words(said, row.values.get("model_words", ""))
            work.words_only.add(f"/hardware/{row.key}")
            batch.notice(work, f'"{said}" is not a model of the catalogue; it is kept as words')


def _one_chip(said: str) -> str:
    """The slug of the one chip that a text means ("B300" is NVIDIA B300); "" when it may mean several or none."""
    match = resolve(said, load_catalogue())
    return match.chips[0].key if match.kind == "chip" and len(match.chips) == 1 else ""


def _in_words(said: str, words: str) -> str:
    return words if said.casefold() in words.casefold() else f"{said}; {words}"[:200].rstrip("; ")
