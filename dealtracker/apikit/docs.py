"""The OpenAPI document and a page to read and try it, served from this site alone and under its own policy."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import TemplateHTMLRenderer

from dealtracker.apikit.renderers import JSONRenderer
from dealtracker.apikit.views import ApiView


class OpenApiRenderer(JSONRenderer):
    """The same bytes under the name that OpenAPI has given itself."""

    media_type = "application/vnd.oai.openapi+json"
    format = "openapi"


class SchemaView(ApiView, SpectacularAPIView):
    """OpenAPI 3.1 as JSON, the same for everyone."""

    renderer_classes = [JSONRenderer, OpenApiRenderer]
    permission_classes: ClassVar[list[Any]] = []
    authentication_classes: ClassVar[list[Any]] = []
    custom_settings: ClassVar[dict[str, Any]] = {"OAS_VERSION": "3.1.0"}


class DocsView(ApiView, SpectacularSwaggerSplitView):
    """Swagger UI; its start is a script of its own, so that no script and no style stands in the page."""

    renderer_classes = [TemplateHTMLRenderer]
    permission_classes: ClassVar[list[Any]] = []
    authentication_classes: ClassVar[list[Any]] = []
    template_name = "apikit/docs.html"
