"""What was destroyed stays so: a dossier brings no quote and no words of a source whose text was taken down."""

from __future__ import annotations

from deals.actions._dossiers.work import Batch
from dealtracker.evidence.models import Source


def leave_out_destroyed(batch: Batch) -> None:
    """Quotes and words of such sources are left out of claims and replies; what these state is kept. One statement."""
    used = {key for work in batch.works for key in work.ids["sources"].values()}
    destroyed = set(Source.rows.filter(pk__in=used).exclude(taken_down_on=None).values_list("pk", flat=True))
    for work in batch.works if destroyed else ():
        keys = {key for key, source in work.ids["sources"].items() if source in destroyed}
        for line in work.dossier.claims:
            if line.source in keys:
                line.quotes, line.plain = (), {**line.plain, "words": ""}
        for row in work.dossier.list("replies"):
            if row.values.get("source") in keys:
                row.values.pop("words", None)
        for key in sorted(keys):
            batch.notice(work, f'the text of source "{key}" was taken down; no quote and no words of it are kept')
