"""Who may see and change what. Plain Python: a viewer is a value, a wall is a compartment's id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

# The compartment that everyone reads when public reading is on; the same id in every installation.
PUBLIC = UUID("00000000-0000-4000-8000-000000000001")


@dataclass(frozen=True)
class Viewer:
    """One reader at one moment: whose rows they see and whose they may change.

    `walls` are the compartments read, `edits` those written; `user_id` is None for an anonymous reader.
    `system` marks the program's own work (refresh, relay, import by command), which passes every wall.
    """

    user_id: UUID | None = None
    name: str = "anonymous"
    walls: frozenset[UUID] = field(default_factory=frozenset)
    edits: frozenset[UUID] = field(default_factory=frozenset)
    admin: bool = False
    system: bool = False
    scopes: frozenset[str] = frozenset({"read", "write"})

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None and not self.system


NOBODY = Viewer()


def system_viewer(name: str) -> Viewer:
    """The program itself, by the name that the audit will show."""
    return Viewer(name=f"system: {name}", system=True, admin=True)


def may_see(viewer: Viewer, compartment: UUID) -> bool:
    return viewer.system or compartment in viewer.walls


def may_change(viewer: Viewer, compartment: UUID) -> bool:
    return viewer.system or (compartment in viewer.edits and "write" in viewer.scopes)


def readable_walls(*, memberships: Iterable[UUID], crossings: Iterable[UUID], public: bool) -> frozenset[UUID]:
    """Compartments a person reads: their own, those they cross into for a time, and the public one."""
    return frozenset(memberships) | frozenset(crossings) | (frozenset({PUBLIC}) if public else frozenset())
