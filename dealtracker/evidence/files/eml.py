"""An e-mail as text: subject and date, then the plain body, else the HTML one. Attachments are files of their own."""

from __future__ import annotations

import email
import email.errors
import email.message
import email.policy
import re
from collections.abc import Iterator

from dealtracker.evidence.files.encodings import decode
from dealtracker.evidence.files.errors import UnreadableFile
from dealtracker.evidence.files.markup import html_text

PARTS, DEEPEST = 500, 5
STUB = 200  # characters; a shorter plain part beside long HTML is a notice, not the letter
_QUOTED = re.compile(r"^(?:>\s?){1,6}")


def eml_text(data: bytes) -> str:
    """Raises UnreadableFile when there is no readable body."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        body = _body(message)
        head = _letter(message, DEEPEST).split("\n\n", 1)[0] if message.get("Subject") or message.get("Date") else ""
    except (email.errors.MessageError, LookupError, ValueError, RecursionError, AttributeError, TypeError) as error:
        raise UnreadableFile("The e-mail could not be parsed: save its text instead.") from error
    if not body.strip():
        raise UnreadableFile("The e-mail has no text body: give its attachment as a file of its own.")
    return f"{head}\n\n{body.strip()}\n" if head else body


def _body(message: email.message.Message, depth: int = 0) -> str:
    """The letter's own text, then that of letters forwarded inside it; attachments are left out."""
    plain, markup = "", ""
    inner: list[str] = []
    for part in _parts(message):
        if part.get_content_type() == "message/rfc822":
            if depth < DEEPEST:
                inner += [_letter(letter, depth + 1) for letter in _held(part)]
        elif part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        elif part.get_content_type() == "text/plain":
            plain += f"\n{_text(part)}" if plain else _text(part)
        elif part.get_content_type() == "text/html" and not markup:
            markup = html_text(raw) if (raw := _text(part)).strip() else ""
    stub = len(plain.strip()) < STUB and len(markup) > 3 * len(plain)  # "Your reader shows no HTML."
    own = markup if stub or not plain.strip() else _unquoted(plain)
    return "\n\n".join(text.strip() for text in (own, *inner) if text.strip())


def _parts(message: email.message.Message) -> Iterator[email.message.Message]:
    """The parts of a letter, without those of letters inside it."""
    waiting, count = [message], 0
    while waiting:
        part = waiting.pop(0)
        count += 1
        if count > PARTS:
            raise UnreadableFile("The e-mail has too many parts to be a letter: save its text instead.")
        yield part
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            waiting = _held(part) + waiting


def _held(part: email.message.Message) -> list[email.message.Message]:
    """The parts inside a part."""
    payload = part.get_payload()
    return [p for p in payload if isinstance(p, email.message.Message)] if isinstance(payload, list) else []


def _letter(message: email.message.Message, depth: int) -> str:
    subject = " ".join(str(message.get("Subject", "")).split())
    sent = " ".join(str(message.get("Date", "")).split())
    head = "\n".join(line for line in (subject, f"Date: {sent}" if sent else "") if line)
    return f"{head}\n\n{_body(message, depth)}"


def _unquoted(plain: str) -> str:
    """Without the marks that a forwarded text carries at the head of its lines."""
    lines = plain.splitlines()
    if sum(line.startswith(">") for line in lines) < 3:
        return plain
    return "\n".join(_QUOTED.sub("", line) for line in lines)


def _text(part: email.message.Message) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else str(payload or "").encode()
    charset = part.get_content_charset()
    if charset:
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass  # a wrong declaration: told by content below
    return decode(raw)[0] if raw.strip() else ""
