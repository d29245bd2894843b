"""`fields=` and `omit=`: which members of a document are shown; `id` always is."""

from __future__ import annotations

from typing import Any

from dealtracker.apikit.listing import Listing, bad_parameter


def chosen(document: dict[str, Any], listing: Listing, known: tuple[str, ...]) -> dict[str, Any]:
    """The document with what was asked for; a member that is known and not stated stays absent."""
    kept = listing.fields or set(known)
    return {
        name: value for name, value in document.items() if name == "id" or (name in kept and name not in listing.omit)
    }


def check_chosen(listing: Listing, known: tuple[str, ...]) -> None:
    """Raises Problem 400 naming the first member that the resource never has."""
    for parameter, names in (("fields", listing.fields), ("omit", listing.omit)):
        for name in sorted(names - set(known)):
            raise bad_parameter(parameter, f'"{name[:40]}" is not one of: {", ".join(known)}')
