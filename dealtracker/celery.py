"""The queue's application: ``celery -A dealtracker.celery worker``, and ``… beat`` exactly once.

All its settings stand in settings.py under CELERY_.
"""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dealtracker.settings")

app = Celery("dealtracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
