"""Which chip of the catalogue a hardware line's model means; other words stay words."""
from __future__ import annotations

from deals.actions._dossiers.work import Batch
from deals.hardware.calc.naming import squeezed
from deals.hardware.models import HardwareModel


def resolve_models(batch: Batch) -> None:
    """By slug, name or alias, whatever the case and spacing. One statement, none where no line names a model."""
    rows = [(work, row) for work in batch.works for row in work.dossier.list("hardware") if "model" in row.values]
    if not rows:
        return
    known: dict[str, HardwareModel | None] = {}
    for model in HardwareModel.rows.all():
        for name in {squeezed(text) for text in (model.slug, model.name, model.vendor + model.name, *model.aliases)}:
            # Two models of one name: neither is meant for sure.
            known[name] = None if name in known else model
    for work, row in rows:
        said = row.values["model"]
        model = known.get(squeezed(said))
        if model is not None:
            row.values["resolved_model"] = model.pk
        elif row.values.get("model_words", said) != said:
            message = f'"{said}" is not in the catalogue; say what is known of the model in model_words alone'
            batch.refuse(work, f"{row.pointer}/model", "model", message)
        else:
            row.values["model_words"] = said
            work.words_only.add(f"/hardware/{row.key}")
            batch.notice(work, f'"{said}" is not a model of the catalogue; it is kept as words')
