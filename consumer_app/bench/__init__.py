"""Heavy work outside the request threads: ``ask`` for it, ``find`` it again, ``cancel`` it (docs/decisions/0014)."""

from consumer_app.bench.bench import Bench
from consumer_app.bench.job import Call, Done, Dropped, Job, Priority, Refused, Waiting, at_once

__all__ = ["Bench", "Call", "Done", "Dropped", "Job", "Priority", "Refused", "Waiting", "at_once"]
