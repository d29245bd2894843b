"""`manage.py read_article FILE`: what the text rules propose, for a person to look at. Saves nothing."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dealtracker.evidence.files import LARGEST, UnreadableFile, extract
from dealtracker.evidence.reading import Proposal, TextTooLong, read
from dealtracker.evidence.reading.language import CODES


class Command(BaseCommand):
    help = (
        "Read an article or a term sheet (TXT, HTML, EML, PDF, DOCX) and list what its text proposes. Nothing is saved."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the file to read, up to 20 MB")
        parser.add_argument("--json", action="store_true", help="one JSON object per proposal and line")
        parser.add_argument(
            "--language", choices=CODES, default="", help="of the text; told from the text when left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        text = _text(options["file"])
        try:
            proposals = read(text, language=options["language"])
        except TextTooLong as error:
            raise CommandError(str(error)) from error
        try:
            self._print(proposals, as_json=options["json"])
        except BrokenPipeError:  # whoever reads has read enough ("| head")
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _print(self, proposals: list[Proposal], *, as_json: bool) -> None:
        if not as_json:
            self.stdout.write(f"{len(proposals)} proposals by text rules; none is saved or shown to others.\n")
        for proposal in proposals:
            self.stdout.write(json.dumps(proposal.to_json(), ensure_ascii=False) if as_json else _line(proposal))
        self.stdout.flush()


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise CommandError(
                f"{path.name}: the file has {size / 1048576:.0f} MB and the limit is {LARGEST // 1048576} MB."
            )
        return extract(path.read_bytes(), name=path.name).text
    except UnreadableFile as error:
        raise CommandError(f"{path.name}: {error}") from error
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror or 'cannot be opened'}.") from error


def _line(proposal: Proposal) -> str:
    value = proposal.value if isinstance(proposal.value, str) else json.dumps(proposal.value, ensure_ascii=False)
    who = f" [{proposal.party}]" if proposal.party and proposal.party != value else ""
    more = "".join(
        f" · {k}: {v}"
        for k, v in proposal.more.items()
        if k in ("scope", "status", "unit", "model", "of", "part", "day")
    )
    quote = " ".join(proposal.quote.split())
    short = f"{quote[:160]}…" if len(quote) > 160 else quote
    return f"{proposal.field}: {value}{who}{more}\n    {proposal.start}-{proposal.end} “{short}”"
