from __future__ import annotations

from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "deals"
    verbose_name = "Deals"

    def ready(self) -> None:
        from dealtracker.evidence.interests import provide_interests
        from deals.agreements.queries import party_interests

        provide_interests(party_interests)
