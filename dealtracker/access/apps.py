from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "dealtracker.access"
    label = "access"
    verbose_name = "Access"

    def ready(self) -> None:
        from dealtracker.access import checks  # noqa: F401  (registers the system checks)
        from dealtracker.access.grants import grant_application_role

        post_migrate.connect(grant_application_role, sender=self)
