"""Commands that answer from files alone: no database and no queue is started or asked."""

from __future__ import annotations

FROM_FILES = frozenset({"loan_case", "what_if", "read_article"})
