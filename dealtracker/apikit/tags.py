"""ETags: of the version and of what this reader may see; If-None-Match and If-Match."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from dealtracker.apikit.problems import Problem


def tagged(
    request: HttpRequest, body: bytes, *, digest: str, content_type: str = "application/json", **headers: str
) -> HttpResponse:
    """The answer with its ETag, or 304 where the client has it already."""
    tag = f'"{digest}"'
    known = {part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")}
    same = tag in known or "*" in known
    response = HttpResponse(b"" if same else body, status=304 if same else 200, content_type=content_type)
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    patch_vary_headers(response, ("Authorization", "Cookie"))
    return response


def require_match(request: HttpRequest, *, tags: Sequence[str]) -> None:
    """Raises 428 without If-Match, 412 when no tag of it is a current one; weak tags match nothing."""
    given = request.headers.get("If-Match", "")
    if not given.strip():
        raise Problem(
            428, "precondition_required", "Send If-Match with the ETag you read, so that no one's change is lost."
        )
    if not {"*", *tags} & {part.strip() for part in given.split(",")}:
        raise Problem(412, "precondition_failed", "It has changed since you read it; read it again.", current=tags[-1])
