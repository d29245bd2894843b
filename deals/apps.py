from __future__ import annotations

from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "deals"
    verbose_name = "Deals"

    def ready(self) -> None:
        from django.core.signals import request_started

        from deals import reactions
        from deals.agreements.queries import party_interests
        from deals.controls.queries import look_again
        from dealtracker.evidence.interests import provide_interests

        provide_interests(party_interests)
        reactions.connect()
        request_started.connect(look_again, dispatch_uid="deals.controls")
