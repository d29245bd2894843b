"""An e-mail as text: subject and date, then the plain body, else the HTML one. Attachments are files of their own."""

from __future__ import annotations

import email
import email.errors
import email.message
import email.policy

from dealtracker.evidence.files.encodings import decode
from dealtracker.evidence.files.errors import UnreadableFile
from dealtracker.evidence.files.markup import html_text

PARTS = 500


def eml_text(data: bytes) -> str:
    """Raises UnreadableFile when there is no readable body."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        subject = " ".join(str(message.get("Subject", "")).split())
        sent = " ".join(str(message.get("Date", "")).split())
        body = _body(message)
    except (email.errors.MessageError, LookupError, ValueError, RecursionError, AttributeError, TypeError) as error:
        raise UnreadableFile("The e-mail could not be parsed: save its text instead.") from error
    if not body.strip():
        raise UnreadableFile("The e-mail has no text body: give its attachment as a file of its own.")
    head = "\n".join(line for line in (subject, f"Date: {sent}" if sent else "") if line)
    return f"{head}\n\n{body.strip()}\n" if head else body


def _body(message: email.message.Message) -> str:
    plain, markup = "", ""
    for count, part in enumerate(message.walk()):
        if count > PARTS:
            raise UnreadableFile("The e-mail has too many parts to be a letter: save its text instead.")
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        if part.get_content_type() == "text/plain" and not plain.strip():
            plain = _text(part)
        elif part.get_content_type() == "text/html" and not markup:
            markup = _text(part)
    return plain if plain.strip() else html_text(markup) if markup.strip() else ""


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
