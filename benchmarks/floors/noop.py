"""A Celery task that does nothing, on a queue of its own, with a result so that its end is seen."""

from __future__ import annotations

import os

from celery import Celery

from dealtracker.env import parse_redis

_ADDRESS = parse_redis("REDIS_URL", os.environ["REDIS_URL"])[1]
app = Celery("noop", broker=_ADDRESS, backend=_ADDRESS)
app.conf.update(task_default_queue="noop", worker_prefetch_multiplier=1, task_acks_late=True)


@app.task
def noop() -> int:
    return 0
