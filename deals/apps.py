from __future__ import annotations

from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "deals"
    verbose_name = "Deals"

    def ready(self) -> None:
        from deals import reactions
        from deals.agreements.queries import party_interests
        from deals.ledger.queries import hold_interests
        from dealtracker.evidence.interests import provide_interests

        provide_interests(party_interests)
        provide_interests(hold_interests)
        reactions.connect()
