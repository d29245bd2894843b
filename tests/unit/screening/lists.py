"""List files of fictional entities, written as their publishers write them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from parties.screening.readers.csl import KNOWN as CSL_COLUMNS
from parties.screening.readers.opensanctions import KNOWN as OPENSANCTIONS_COLUMNS

EL = "Entity List (EL) - Bureau of Industry and Security"
SDN = "Specially Designated Nationals (SDN) - Treasury Department"


def csv_text(columns: Iterable[str], rows: Iterable[dict[str, str]]) -> str:
    columns = list(columns)
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def csl_csv(*rows: dict[str, str]) -> str:
    return csv_text(CSL_COLUMNS, ({"source": EL, "type": "Entity", **row} for row in rows))


def csl_json(*rows: dict[str, Any], **more: Any) -> str:
    return json.dumps({**more, "results": [{"source": EL, "type": None, **row} for row in rows]}, ensure_ascii=False)


def simple_csv(*rows: dict[str, str]) -> str:
    return csv_text(OPENSANCTIONS_COLUMNS, ({"schema": "Company", "dataset": "US OFAC SDN", **row} for row in rows))


def ftm(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps({"schema": "Company", "target": True, **row}, ensure_ascii=False) + "\n" for row in rows)


def ofac(folder: Path, sdn: str, alt: str = "", add: str = "", *, end: str = "\x1a") -> list[Path]:
    files = []
    for name, text in (("SDN.CSV", sdn), ("ALT.CSV", alt), ("ADD.CSV", add)):
        (folder / name).write_text(text + end, encoding="utf-8", newline="")
        files.append(folder / name)
    return files


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
