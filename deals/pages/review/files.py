"""The stored text and the file of a source, for reviewers alone, shut in so that nothing of them runs."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from deals.actions.intake import file_of
from deals.pages.review.page import found_source
from deals.reports.review_queue import stored_text
from dealtracker.ids import public_id
from dealtracker.uikit.frame import reader_page

_SHUT = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


@reader_page
@require_safe
def text(request: HttpRequest, source: str) -> HttpResponse:
    """GET /review/<source>/text/: the stored text as a plain file."""
    kept = stored_text(viewer=request.viewer, source=found_source(request, source).pk)
    if kept is None:
        raise Http404
    headers = {**_SHUT, "Content-Disposition": f'attachment; filename="{public_id("source", kept.source_id)}.txt"'}
    return HttpResponse(kept.text, content_type="text/plain; charset=utf-8", headers=headers)


@reader_page
@require_safe
def file(request: HttpRequest, source: str) -> HttpResponseBase:
    """GET /review/<source>/file/: the bytes as they came, named by their kind and never by the name they came with."""
    kept = stored_text(viewer=request.viewer, source=found_source(request, source).pk)
    path = file_of(kept.source_id) if kept else None
    if kept is None or path is None or not path.is_file():
        raise Http404
    name = f"{public_id('source', kept.source_id)}.{kept.media_type or 'bin'}"
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")
    for header, value in _SHUT.items():
        response[header] = value
    return response
