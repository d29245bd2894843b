"""A task that leaves one row, slowly, for the tests that kill who runs it."""

from __future__ import annotations

import time

from django.contrib.contenttypes.models import ContentType

from dealtracker.celery import app


@app.task(name="tests.leave_mark")
def leave_mark(name: str, seconds: float) -> None:
    ContentType.objects.get_or_create(app_label="marks_begun", model=name)
    time.sleep(seconds)
    ContentType.objects.get_or_create(app_label="marks_made", model=name)
