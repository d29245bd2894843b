from __future__ import annotations

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "parties"
    verbose_name = "Parties"

    def ready(self) -> None:
        from dealtracker.evidence.namesakes import provide_namesakes
        from parties.register.merged import merged_among

        provide_namesakes(merged_among)
