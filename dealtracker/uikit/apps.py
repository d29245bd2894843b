from __future__ import annotations

from django.apps import AppConfig


class UikitConfig(AppConfig):
    """The page kit: formats, charts and template tags. It knows shapes of values and nothing of deals."""

    name = "dealtracker.uikit"
    label = "uikit"
