from __future__ import annotations

from django.apps import AppConfig


class ApikitConfig(AppConfig):
    name = "dealtracker.apikit"
    label = "apikit"
