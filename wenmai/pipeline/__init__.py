"""The refresh from landing folder to release: plan, ingest, build, gate, publish, notify.

The order of the steps is written once, in `wenmai.pipeline.sequence`. Whoever runs it decides how
a step is called: plainly, or each as a task of a Prefect flow.
"""

from wenmai.pipeline.events import Event, NodeFinished, Observer, StepFinished, StepStarted
from wenmai.pipeline.planning import Plan, plan
from wenmai.pipeline.result import IndexRow, RefreshRequest, RefreshResult, StudyRow, TableRows
from wenmai.pipeline.sequence import plain_call, refresh
from wenmai.refreshes.lock import refresh_lock
from wenmai.refreshes.log import RefreshEntry, read_log

__all__ = [
    "Event",
    "IndexRow",
    "NodeFinished",
    "Observer",
    "Plan",
    "RefreshEntry",
    "RefreshRequest",
    "RefreshResult",
    "StepFinished",
    "StepStarted",
    "StudyRow",
    "TableRows",
    "plain_call",
    "plan",
    "read_log",
    "refresh",
    "refresh_lock",
]
