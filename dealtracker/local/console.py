"""What a person at the terminal is told, in plain words."""

from __future__ import annotations

import errno


class Trouble(Exception):
    """Something a person must do; the text is one sentence that says what. dev.py prints it and exits with 1."""


def say(text: str) -> None:
    print(text, flush=True)


def explain(error: OSError, doing: str) -> Trouble:
    """An error of the operating system, as a sentence that names what was being done and what to do."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Trouble(f"The disk is full{where}: free some space, or give another folder with --var, and start again.")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return Trouble(
            f"No right to write here{where} while {doing}: give another folder with --var, or mend the rights."
        )
    if error.errno in {errno.EEXIST, errno.ENOTDIR, errno.ENOENT, errno.ENAMETOOLONG, errno.ELOOP}:
        return Trouble(
            f"No folder can be made or entered there{where} while {doing}: give another one with --var, or mend the path."
        )
    return Trouble(f"{error.strerror or error}{where} while {doing}.")
