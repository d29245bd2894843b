"""/docs/problems/: the codes of the API's errors, what each means and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dealtracker.apikit.problems import TITLES
from dealtracker.uikit.frame import frame, private

# code → (status, what it means, what to do)
PROBLEMS: dict[str, tuple[int, str, str]] = {
    "bad_request": (
        400,
        "The request as a whole cannot be read.",
        "Check the Host header and the size of what you send.",
    ),
    "unclean_bytes": (
        400,
        "Address, query or a header holds a NUL or bytes that are not UTF-8.",
        "Encode text as UTF-8 and escape it in addresses.",
    ),
    "invalid_parameter": (
        400,
        "A parameter has a value that it does not take.",
        "`errors` names the parameter and what it takes.",
    ),
    "unknown_parameter": (
        400,
        "The list has no such parameter.",
        "Look for the name given under `errors`; none is ever ignored silently.",
    ),
    "required": (400, "A parameter that is needed is missing.", "Add the one named under `errors`."),
    "invalid_body": (
        400,
        "The body is not the JSON that is expected.",
        "Each pointer under `errors` names a place in it.",
    ),
    "empty_body": (400, "The body is empty.", "Send a JSON object."),
    "invalid_change": (
        400,
        "The change cannot be made; nothing was saved.",
        "Mend every place named under `errors`, then send it again.",
    ),
    "invalid_case": (
        400,
        "The case to be evaluated cannot be read.",
        "Each pointer under `errors` names a part of it.",
    ),
    "invalid_idempotency_key": (
        400,
        "The Idempotency-Key is not 1 to 255 printable characters.",
        "Send a fresh random key for each change.",
    ),
    "not_authenticated": (
        401,
        "No account, or a token that opens nothing.",
        "Send `Authorization: Bearer` with a token of your own.",
    ),
    "permission_denied": (403, "You may read this, not change it.", "Ask an editor of its team."),
    "not_found": (
        404,
        "There is nothing here, or you may not see it; both are told in the same words.",
        "Check the id; an older `known_on` may lie before the first publication.",
    ),
    "method_not_allowed": (405, "The address does not take this method.", "`Allow` lists those it takes."),
    "not_acceptable": (406, "The answer is not available in the form asked for.", "Ask for application/json."),
    "conflict": (409, "The change contradicts what is stored.", "Read the resource again, then retry."),
    "stage_goes_back": (
        409,
        "An event takes a facility back to a stage that it has passed.",
        "`errors` names the stages that may follow; `override_reason` says why it goes back.",
    ),
    "cannot_be_copied": (409, "A private view cannot be made of this deal.", "`detail` says why."),
    "precondition_failed": (
        412,
        "It has changed since you read it; nothing was saved.",
        "Read it again, look at what is new, then send your change with the new ETag.",
    ),
    "too_large": (413, "The body is larger than is taken.", "Send it in parts."),
    "unsupported_media_type": (
        415,
        "The body is not of a type that is taken.",
        "Send application/json or application/merge-patch+json.",
    ),
    "precondition_required": (
        428,
        "A change names the version it was made on.",
        "Send If-Match with the ETag that you read.",
    ),
    "throttled": (429, "Too many requests.", "Wait as long as Retry-After says."),
    "server_error": (
        500,
        "Something went wrong here; nothing was saved.",
        "Tell whoever runs this site the request id.",
    ),
    "timeout": (
        503,
        "The database did not answer in time; nothing was saved.",
        "Retry after the time that Retry-After names.",
    ),
}


def problems(request: HttpRequest) -> HttpResponse:
    """GET /docs/problems/; open to everyone, since it says nothing of any deal."""
    rows = [
        {"code": code, "status": status, "title": TITLES[status], "means": means, "do": do}
        for code, (status, means, do) in PROBLEMS.items()
    ]
    return private(render(request, "deals/problems.html", {**frame(request), "rows": rows}))
