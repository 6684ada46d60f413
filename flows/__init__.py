"""Prefect flows: the steps of a refresh as tasks, and the schedule that runs them.

The order of the steps is written once, in `wenmai.pipeline`; a flow only decides how a step is
called (as a task) and what Prefect keeps of it (log lines and artifacts).
"""

import os

# Read by Prefect when it is first imported, so they stand before every such import.
# Without a server Prefect starts a temporary one, which can take longer than its limit of 20 s.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
# Nothing about a user's warehouse leaves the machine.
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
