"""The one place where doorways are opened."""
from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from dealtracker.access.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", admin.site.urls),
]
