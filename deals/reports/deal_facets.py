"""How many visible deals there are for each value that a list can be filtered by."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db import connection

from deals.reports.deal_list import joined
from deals.reports.filters import Condition, Filters, read, visible
from dealtracker.access.rules import Viewer

_COUNTS = """
WITH found AS (SELECT s.deal FROM deals_sheet s WHERE {where})
SELECT f.dimension, f.value, count(*) FROM deals_facet f JOIN found USING (deal)
WHERE f.dimension = ANY(%s) GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2
"""


def deal_facets(
    *, viewer: Viewer, day: date, filters: Filters, dimensions: tuple[str, ...]
) -> dict[str, list[tuple[str, int]]]:
    """Dimension → [(value, deals)]; a dimension that is itself filtered counts as if it were not, so that
    a reader sees what else there is."""
    seen, conditions = visible(viewer, day), read(filters)
    filtered = {c.dimension for c in conditions if c.dimension}
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    free = tuple(d for d in dimensions if d not in filtered)
    for asked in ((free,) if free else ()) + tuple((d,) for d in dimensions if d in filtered):
        kept: list[Condition] = [c for c in conditions if not c.dimension or c.dimension not in asked]
        where, values = joined([seen, *kept])
        with connection.cursor() as statement:
            statement.execute(_COUNTS.format(where=where), [*values, list(asked)])
            for dimension, value, number in statement:
                found[dimension].append((value, number))
    return dict(found)
