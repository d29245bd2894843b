"""The one place where doorways are opened."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from dealtracker.access import pages
from dealtracker.access.health import healthz, readyz
from dealtracker.access.metrics import metrics
from dealtracker.apikit.docs import DocsView, SchemaView
from dealtracker.apikit.errors import unknown_address
from dealtracker.uikit.pages import patterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("deals.api.urls")),
    path("api/v1/", include("parties.api.urls")),
    path("api/v1/", include("dealtracker.evidence.api.urls")),
    path("api/v1/", include("dealtracker.webhooks.api.urls")),
    path("api/v1/schema/", SchemaView.as_view(), name="api-schema"),
    path("api/v1/docs/", DocsView.as_view(url_name="api-schema"), name="api-docs"),
    re_path(r"^api/", unknown_address),
    path("", pages.home, name="home"),
    path("sign-in/", pages.SignIn.as_view(), name="sign-in"),
    path("sign-out/", pages.SignOut.as_view(), name="sign-out"),
    path("patterns", patterns, name="patterns"),
    path("", include("parties.pages.urls")),
    path("", include("deals.pages.urls")),
]

handler400 = "dealtracker.apikit.errors.bad_request"
handler404 = "dealtracker.access.pages.not_found"
handler403 = "dealtracker.apikit.errors.permission_denied"
handler500 = "dealtracker.apikit.errors.server_error"
