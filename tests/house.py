"""The house as the laws see it: which module lives in which storey, and what each one says. Read with `ast` alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("dealtracker", "parties", "deals")

# Values and tables of words that know no framework.
PLAIN = frozenset({
    "dealtracker.money", "dealtracker.periods", "dealtracker.ids", "dealtracker.currencies", "dealtracker.countries",
    "deals.agreements.words",
})
DOORWAYS = frozenset({"api", "pages", "admin", "management"})
# Dossiers in and out: a doorway that the others hand files to, so it stands one step below them.
INTERCHANGE = "interchange"
EDGES = DOORWAYS | {INTERCHANGE, "middleware", "views", "tasks", "health", "metrics"}

# From the ground up. Modules of one step that are in the same cell may import one another; other cells may not.
STOREYS: tuple[tuple[str, ...], ...] = (
    ("dealtracker.env dealtracker.logs", "dealtracker.fields dealtracker.formfields", "dealtracker.strictjson", "dealtracker.bulk",
     "dealtracker.sentences"),
    ("dealtracker.access dealtracker.audit",),
    ("dealtracker.evidence", "dealtracker.webhooks", "dealtracker.desk"),
    ("dealtracker.uikit", "dealtracker.apikit"),
    ("parties.signals",),
    ("parties.register",),
    ("parties.ownership",),
    ("parties.screening",),
    ("parties.models",),
    ("parties.actions", "parties.reports"),
    ("parties.tasks",),
    ("deals.agreements",),
    ("deals.events",),
    ("deals.sites",),
    ("deals.hardware",),
    ("deals.ledger",),
    ("deals.models",),
    ("deals.facts",),
    ("deals.timeline",),
    ("deals.exposure", "deals.controls"),
    ("deals.sheets", "deals.jobs"),
    ("deals.limits", "deals.stress"),
    ("deals.actions", "deals.reports", "deals.reactions deals.refresh deals.reconcile"),
    ("deals.tasks",),
)
# Contents pages gather the tables or tasks of every room of their app, those above them too.
CONTENTS = frozenset({"deals.models", "parties.models", "deals.tasks", "parties.tasks"})
STEP = {
    module: (step, cell)
    for step, cells in enumerate(STOREYS, 1)
    for cell, modules in enumerate(cells)
    for module in modules.split()
}
INTERCHANGE_STEP, DOORWAY_STEP, ASSEMBLY_STEP = len(STOREYS) + 1, len(STOREYS) + 2, len(STOREYS) + 3
ASSEMBLY = frozenset(
    {"dealtracker.settings", "dealtracker.urls", "dealtracker.celery", "dealtracker.wsgi"}
    # The relay is a process of its own, like worker and beat: it speaks to the queue.
    | {"deals.management.commands.relay"}
)


@dataclass(frozen=True)
class Module:
    path: Path

    @property
    def relative(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def name(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.name.split("."))

    @cached_property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source, self.relative)

    @property
    def is_plain(self) -> bool:
        return is_plain(self.name)

    @property
    def doorway(self) -> str | None:
        return doorway(self.name)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    def walk(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        return (node for node in self.nodes if isinstance(node, kinds))

    def imports(self) -> Iterator[tuple[str, int]]:
        """Every module that an import names, with its line; `from a import b` gives a.b if that is one."""
        for node in self.walk(ast.Import, ast.ImportFrom):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    yield (inner if exists(inner) else node.module), node.lineno


@cache
def modules() -> list[Module]:
    """All of our own code; not migrations, which are history, nor dealtracker.local, which has a law of its own."""
    files = (file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")))
    found = (Module(file) for file in files)
    return [module for module in found if "migrations" not in module.parts and not is_local(module.name)]


def is_local(name: str) -> bool:
    return name.split(".")[:2] == ["dealtracker", "local"]


def is_ours(name: str) -> bool:
    return name.split(".")[0] in PACKAGES


def is_plain(name: str) -> bool:
    return name in PLAIN or bool({"calc", "rules"} & set(name.split(".")))


def doorway(name: str) -> str | None:
    """`deals.pages` for anything in it; interchange counts as one too."""
    parts = name.split(".")
    for index, part in enumerate(parts):
        if index and part in DOORWAYS | {INTERCHANGE}:
            return ".".join(parts[: index + 1])
    return None


@cache
def exists(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return is_ours(name) and (path.with_suffix(".py").exists() or (path / "__init__.py").exists())


def step(name: str) -> tuple[int, int] | None:
    """Which step of the house a module stands on, and in which cell of it; None for what the table does not know."""
    if is_plain(name):
        return (0, 0)
    if name in ASSEMBLY or name.split(".")[-1] in {"apps", "urls"}:
        return (ASSEMBLY_STEP, 0)
    opened = doorway(name)
    if opened:
        return (INTERCHANGE_STEP, 0) if opened.endswith(INTERCHANGE) else (DOORWAY_STEP, hash(opened))
    for length in range(len(name.split(".")), 0, -1):
        known = STEP.get(".".join(name.split(".")[:length]))
        if known:
            return known
    return None


def may_import(importer: str, imported: str) -> bool:
    """Down is allowed, and sideways within one cell; a package may always import what is inside it."""
    if imported.startswith(f"{importer}.") or importer == imported:
        return True
    if importer in CONTENTS and _ends(imported) == _ends(importer):
        return True
    above, below = step(importer), step(imported)
    if above is None or below is None:
        return exists(imported) and len(imported.split(".")) == 1
    return above[0] > below[0] or above == below


def _ends(name: str) -> tuple[str, str]:
    return name.split(".")[0], name.split(".")[-1]


def chain(node: ast.AST) -> list[str]:
    """The names along `Deal.rows.filter(…).update`, from the left: Deal, rows, filter, update."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        elif isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        else:
            return [*([node.id] if isinstance(node, ast.Name) else []), *reversed(names)]


def template_files() -> list[Path]:
    folders = [ROOT / "templates", *(path for package in PACKAGES for path in (ROOT / package).rglob("templates"))]
    return [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]


FORBIDDEN_WORDS = re.compile(
    r"\b(alleged(?:ly)?|clear(?:ed|s)?|compliant|illegal(?:ly)?|suspicious|evad(?:e|es|ed|ing)|refuted"
    r"|recommend(?:s|ed|ation|ations)?)\b",
    re.IGNORECASE,
)
