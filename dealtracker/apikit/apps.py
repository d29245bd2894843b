from __future__ import annotations

from django.apps import AppConfig


class ApikitConfig(AppConfig):
    name = "dealtracker.apikit"
    label = "apikit"

    def ready(self) -> None:
        from dealtracker.apikit import schema  # noqa: F401  (registers how one signs in)
