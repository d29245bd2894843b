"""The laws of the house, held by reading the code: a law that is broken names the file, the line and what to do."""

from __future__ import annotations

import ast
import re
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import house
from tests.house import ROOT, Module, chain, modules

STANDARD = sys.stdlib_module_names
ODD_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "services", "service", "manager", "core"}

# Who else writes, and why. Everything that people change goes through a verb in actions/.
WRITERS = {
    "dealtracker/access/viewers.py": "makes a token, and notes when it was last used",
    "dealtracker/access/management/commands/dev_users.py": "makes the people of one's own machine",
    "dealtracker/apikit/idempotency.py": "keeps the answer with the change it belongs to",
    "dealtracker/audit/seal.py": "seals what the trigger logged, long after the change",
    "dealtracker/bulk.py": "writes the rows that a recompute gives it",
    "deals/refresh.py": "stores what the derived rooms computed and marks it as done",
    "deals/sheets/stale.py": "writes the request to recompute, in the change's own transaction",
}
WRITING_FOLDERS = {"actions", "migrations"}
WRITING_FILES = {"actions.py", "recompute.py"}
MANAGERS = {"objects", "rows", "_default_manager", "_base_manager"}
QUERY_VERBS = {"filter", "exclude", "all", "select_for_update", "visible_to", "using"}
ALWAYS_WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "abulk_create", "asave", "adelete"}
SQL_WRITES = re.compile(r"\b(INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+[\w\"{}.]+\s+(AS\s+\w+\s+)?SET|TRUNCATE\s+\w+)")

CLOCKS = {
    ("date", "today"), ("datetime", "today"), ("datetime", "now"), ("datetime", "utcnow"),
    ("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime"), ("time", "time"), ("time", "time_ns"),
}  # fmt: skip
CLOCK_READERS = {"dealtracker/uikit/frame.py": "the day a page stands on, read once for the doorway that shows it"}
QUEUE = {"celery", "kombu", "redis", "valkey"}
QUEUE_EDGES = {"dealtracker.celery", "dealtracker.access.health", "dealtracker.access.metrics"}


def _report(broken: Iterator[str]) -> None:
    found = list(broken)
    assert not found, "\n" + "\n".join(found)


# 1. Imports point down; nobody but urls.py imports a doorway; absolute imports, no wildcards.


def test_imports_point_down() -> None:
    _report(
        f"{module.relative}:{line} imports {name}, which stands above it or beside it (tests/house.py has the table)"
        for module in modules()
        for name, line in module.imports()
        if house.is_ours(name) and not house.is_local(name) and not house.may_import(module.name, name)
    )


def test_every_module_has_a_place() -> None:
    _report(
        f"{module.relative} has no place in STOREYS of tests/house.py: put it into a room, or give it one there"
        for module in modules()
        if len(module.parts) > 1 and house.step(module.name) is None
    )


def test_doorways_are_opened_by_urls_alone() -> None:
    def broken() -> Iterator[str]:
        for module in modules():
            for name, line in module.imports():
                door = house.doorway(name)
                allowed = (
                    module.name in house.ASSEMBLY or module.parts[-1] in {"apps", "urls"} or door == module.doorway
                )
                if door and door.endswith(house.INTERCHANGE) and module.doorway:
                    allowed = True
                if door and house.is_ours(name) and not allowed:
                    yield f"{module.relative}:{line} opens the doorway {door}; actions or reports are for that"

    _report(broken())


def test_imports_are_absolute_and_named() -> None:
    _report(
        f"{module.relative}:{node.lineno} write absolute imports, each name by itself"
        for module in modules()
        for node in module.walk(ast.ImportFrom)
        if isinstance(node, ast.ImportFrom) and (node.level or any(alias.name == "*" for alias in node.names))
    )


# 2. calc and rules are plain Python.


def test_calc_and_rules_are_plain_python() -> None:
    _report(
        f"{module.relative}:{line} imports {name}; calc and rules take the standard library, money, periods, words, each other"
        for module in modules()
        if module.is_plain
        for name, line in module.imports()
        if name.split(".")[0] not in STANDARD and not house.is_plain(name)
    )


def test_calc_and_rules_ask_nobody() -> None:
    """No file, no socket, no clock, no randomness: the same values in give the same values out."""
    outside = {"os", "io", "socket", "subprocess", "urllib", "http", "random", "secrets", "sqlite3", "tempfile", "time"}
    _report(
        f"{module.relative}:{line} imports {name}, which reaches outside"
        for module in modules()
        if module.is_plain
        for name, line in module.imports()
        if name.split(".")[0] in outside and name not in {"urllib.parse"}
    )
    _report(
        f"{module.relative}:{node.lineno} opens a file"
        for module in modules()
        if module.is_plain
        for node in module.walk(ast.Call)
        if isinstance(node, ast.Call) and chain(node)[-1:] in (["open"], ["read_text"], ["read_bytes"], ["write_text"])
    )


# 3. Only actions/ and recompute.py write.


def _may_write(module: Module) -> bool:
    inside = bool(WRITING_FOLDERS & set(module.parts)) or module.path.name in WRITING_FILES
    return inside or module.relative in WRITERS


def _writes(call: ast.Call) -> bool:
    names = chain(call)
    if not names or not isinstance(call.func, ast.Attribute):
        return False
    verb, before = names[-1], set(names[:-1])
    if any(word.arg == "commit" and ast.unparse(word.value) == "False" for word in call.keywords):
        return False
    if verb in ALWAYS_WRITES:
        return True
    if verb in {"create", "acreate"}:
        return bool(before & MANAGERS)
    if verb in {"update", "aupdate"}:
        return bool(before & (MANAGERS | QUERY_VERBS))
    # A workbook or a file is saved to somewhere; a row is saved or deleted with names at most.
    return verb in {"save", "delete"} and not call.args and not names[0] == "super" and before != {"super"}


def _is_super(call: ast.Call) -> bool:
    inner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(inner, ast.Call) and chain(inner) == ["super"]


def test_only_verbs_and_recompute_write() -> None:
    _report(
        f"{module.relative}:{node.lineno} writes with .{chain(node)[-1]}(); that is for actions/ and recompute.py"
        for module in modules()
        if not _may_write(module)
        for node in module.walk(ast.Call)
        if isinstance(node, ast.Call) and _writes(node) and not _is_super(node)
    )


def test_only_verbs_and_recompute_write_in_sql() -> None:
    _report(
        f"{module.relative}:{node.lineno} writes in SQL; that is for actions/ and recompute.py"
        for module in modules()
        if not _may_write(module)
        for node in module.walk(ast.Constant)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_WRITES.search(node.value)
    )


def test_who_else_writes_exists() -> None:
    _report(f"WRITERS names {path}, which is gone" for path in WRITERS if not (ROOT / path).exists() and _grown(path))


def _grown(path: str) -> bool:
    """A room that is not built yet breaks no law."""
    return (ROOT / path).parent.exists() and any((ROOT / path).parent.glob("recompute.py"))


# 4. The clock is read only at the edges.


def test_the_clock_is_read_at_the_edges_alone() -> None:
    _report(
        f"{module.relative}:{node.lineno} reads the clock; take as_of or at as a parameter"
        for module in modules()
        if not (house.EDGES & set(module.parts)) and module.relative not in CLOCK_READERS
        for node in module.walk(ast.Call)
        if isinstance(node, ast.Call) and tuple(chain(node)[-2:]) in CLOCKS
    )


# 5. api/ and pages/ never touch a manager; the package itself stays empty.


def test_api_and_pages_never_touch_a_manager() -> None:
    _report(
        f"{module.relative}:{node.lineno} reads {'.'.join(chain(node)[:2])}; ask a report that takes the viewer"
        for module in modules()
        if module.doorway and module.doorway.split(".")[-1] in {"api", "pages"}
        for node in module.walk(ast.Attribute)
        if isinstance(node, ast.Attribute)
        and node.attr in MANAGERS
        and isinstance(node.value, ast.Name)
        and node.value.id[:1].isupper()
    )


def test_the_package_stays_empty() -> None:
    assert (ROOT / "dealtracker" / "__init__.py").read_text().strip() == ""


# 6. No request ever talks to Redis for work.


def test_only_tasks_and_commands_know_the_queue() -> None:
    def broken() -> Iterator[str]:
        for module in modules():
            if module.name in QUEUE_EDGES or {"tasks", "management"} & set(module.parts):
                continue
            for name, line in module.imports():
                if name.split(".")[0] in QUEUE or name == "dealtracker.celery":
                    yield f"{module.relative}:{line} imports {name}; commit, and the relay does the rest"
            for node in module.walk(ast.Call):
                if isinstance(node, ast.Call) and chain(node)[-1:] in (["delay"], ["apply_async"], ["send_task"]):
                    yield f"{module.relative}:{node.lineno} queues a task; commit, and the relay does the rest"

    _report(broken())


# Manners: names, sizes, words.


def test_no_file_is_called_by_what_it_is_not() -> None:
    _report(
        f"{module.relative} is called {module.path.stem}; name it for what it is about"
        for module in modules()
        if module.path.stem in ODD_NAMES or ODD_NAMES & set(module.parts[:-1])
    )


def test_no_file_is_longer_than_400_lines() -> None:
    _report(
        f"{module.relative} has {length} lines; 400 is the most"
        for module in [*modules(), *(Module(path) for path in _own_files())]
        if (length := module.source.count("\n")) > 400
    )


def _own_files() -> list[Path]:
    return [ROOT / "dev.py", *(ROOT / "dealtracker" / "local").glob("*.py"), *(ROOT / "tests").rglob("*.py")]


def test_files_and_functions_stay_short() -> None:
    files = [module.source.count("\n") for module in modules() if module.source.strip()]
    functions = [
        node.end_lineno - node.lineno + 1
        for module in modules()
        for node in module.walk(ast.FunctionDef)
        if isinstance(node, ast.FunctionDef) and node.end_lineno
    ]
    assert statistics.median(files) < 90
    assert statistics.median(functions) < 10


def test_local_needs_the_standard_library_alone() -> None:
    allowed = STANDARD | {"dealtracker"}
    for path in [ROOT / "dev.py", *(ROOT / "dealtracker" / "local").glob("*.py")]:
        names = {name for name, _ in Module(path).imports()}
        outside = {name for name in names if name.split(".")[0] not in allowed}
        inside = {name for name in names if name.startswith("dealtracker") and not house.is_local(name)}
        assert outside - ({"psycopg2"} if path.name == "outside.py" else set()) == set(), path.name
        assert inside == set(), path.name


def test_words_that_say_more_than_is_known_stay_out_of_templates() -> None:
    def broken() -> Iterator[str]:
        for file in house.template_files():
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                for found in house.FORBIDDEN_WORDS.finditer(line):
                    yield f"{file.relative_to(ROOT)}:{number} says {found[0]!r}"

    _report(broken())


def test_words_that_say_more_than_is_known_stay_out_of_enums_and_labels() -> None:
    def broken() -> Iterator[str]:
        for module in modules():
            for text in _labels(module):
                for found in house.FORBIDDEN_WORDS.finditer(str(text.value)):
                    yield f"{module.relative}:{text.lineno} says {found[0]!r}"

    _report(broken())


def _labels(module: Module) -> Iterator[ast.Constant]:
    """Texts in enums, and those given as label, title, verbose_name or help_text."""
    for node in module.walk(ast.ClassDef):
        if isinstance(node, ast.ClassDef) and any("Choices" in name or "Enum" in name for name in _bases(node)):
            yield from _texts(node)
    for node in module.walk(ast.keyword):
        if isinstance(node, ast.keyword) and node.arg in {"label", "title", "verbose_name", "help_text", "hint"}:
            yield from _texts(node)
    for node in module.walk(ast.Assign):
        if isinstance(node, ast.Assign) and any(
            chain(target)[-1:] in (["LABELS"], ["WORDS"]) for target in node.targets
        ):
            yield from _texts(node)


def _bases(node: ast.ClassDef) -> list[str]:
    return [name for base in node.bases for name in chain(base)]


def _texts(node: ast.AST) -> Iterator[ast.Constant]:
    return (part for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str))


# The laws themselves are tried on code that breaks them.


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("deals.ledger.models", "deals.agreements.models", True),
        ("deals.agreements.models", "deals.ledger.models", False),
        ("deals.timeline.recompute", "deals.exposure.models", False),
        ("deals.exposure.calc", "deals.timeline.calc", True),
        ("deals.reports.deal_list", "deals.sheets.queries", True),
        ("deals.reports.deal_list", "deals.actions.deals", False),
        ("deals.refresh", "deals.reactions", True),
        ("deals.actions.deals", "deals.pages.deal", False),
        ("deals.pages.deal", "deals.api.deal", False),
        ("deals.pages.deal", "deals.interchange.dossier", True),
        ("dealtracker.evidence.pages.source", "deals.reports.deal_list", True),
        ("dealtracker.evidence.models", "deals.models", False),
        ("parties.register.models", "deals.signals", False),
        ("dealtracker.money", "dealtracker.access.models", False),
        ("dealtracker.urls", "deals.pages", True),
    ],
)
def test_down_is_down(importer: str, imported: str, allowed: bool) -> None:
    assert house.may_import(importer, imported) is allowed


@pytest.mark.parametrize(
    ("code", "writes"),
    [
        ("deal.save(update_fields=['name'])", True),
        ("Deal.rows.filter(pk=1).update(name='x')", True),
        ("Deal.rows.create(name='x')", True),
        ("visible.filter(pk=1).delete()", True),
        ("Deal.rows.bulk_create(rows)", True),
        ("workbook.save(path)", False),
        ("formset.save(commit=False)", False),
        ("counts.update(more)", False),
        ("cache.delete(key)", False),
        ("Amount.create(1)", False),
    ],
)
def test_a_write_is_seen(code: str, writes: bool) -> None:
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert _writes(call) is writes
