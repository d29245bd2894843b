"""Bring a rule pack in, whole or not at all, and put it in force; the pack before it stays on record."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from deals.controls.models import RulePack
from deals.controls.packs import load_pack, read_pack
from deals.controls.queries import in_force, look_again, shipped
from deals.controls.rules import Pack, PackError
from deals.controls.rules.items import chips_named
from deals.hardware.calc import Catalogue
from deals.hardware.catalogue import load_catalogue
from deals.sheets.stale import mark_all_stale
from dealtracker.access.rules import Viewer
from dealtracker.access.walls import set_reason


class PackRefused(ValueError):
    """A pack that cannot be brought in or put in force; the message says what is wrong and what to do."""


def readable_pack(content: bytes, *, catalogue: Catalogue) -> Pack:
    """The pack of a file that may be brought in. Raises PackRefused with the place; nothing is stored."""
    try:
        pack = read_pack(content)
    except PackError as error:
        raise PackRefused(str(error)) from None
    for at, key in chips_named(pack.items, pack.remarks):
        if key not in catalogue.by_key:
            raise PackRefused(f'{at}: "{key}" is not a chip of the catalogue; a rule must name chips by their keys')
    return pack


def bring_in(*, content: bytes, viewer: Viewer, at: datetime) -> RulePack:
    """Keep a pack that was read whole, not yet in force; the same file twice is one row. Raises PackRefused."""
    _check_admin(viewer)
    pack, digest = readable_pack(content, catalogue=load_catalogue()), hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        if stored := RulePack.rows.filter(digest=digest).first():
            return stored
        if digest == shipped().digest:
            raise PackRefused("this is the pack that ships with the program; it needs no loading")
        if pack.version == load_pack().version or RulePack.rows.filter(version=pack.version).exists():
            raise PackRefused(f'/version: "{pack.version}" is there with other content; give the new pack another version')
        set_reason(f"rule pack {pack.version}"[:300])
        made: RulePack = RulePack.rows.create(
            version=pack.version[:60], digest=digest, content=content, read_up_to=pack.read_up_to, loaded_at=at,
            loaded_by=viewer.name,
        )  # fmt: skip
    return made


def put_in_force(*, digest: str | None, reason: str, viewer: Viewer, at: datetime) -> None:
    """Make a stored pack, or with None the shipped one, the pack in force; every deal is marked stale. Raises PackRefused."""
    _check_admin(viewer)
    if not reason.strip() or len(reason) > 300:
        raise PackRefused("say why, in 1 to 300 characters")
    with transaction.atomic():
        rows = {row.digest: row for row in RulePack.rows.select_for_update().order_by("pk")}
        if digest is not None and digest not in rows:
            raise PackRefused("there is no such pack; load it first")
        look_again()
        if (digest or shipped().digest) == in_force().digest:
            raise PackRefused("this pack is in force already")
        set_reason(reason.strip())
        RulePack.rows.filter(is_active=True).update(is_active=False)
        if digest is not None:
            row = rows[digest]
            row.is_active, row.activated_at, row.activated_by, row.reason = True, at, viewer.name, reason.strip()
            row.save(update_fields=["is_active", "activated_at", "activated_by", "reason"])
        look_again()
        mark_all_stale(cause="rule pack")


def _check_admin(viewer: Viewer) -> None:
    if not viewer.admin or "write" not in viewer.scopes and not viewer.system:
        raise PackRefused("rule packs are loaded by administrators")


