"""Keep what a user reads in Prefect's log short: an error for users needs no traceback."""

import logging

from wenmai.errors import WenmaiError

# Prefect writes the traceback of a failed run into each of these.
LOGGERS = ("prefect.flow_runs", "prefect.task_runs", "prefect.engine")


class NoTraceback(logging.Filter):
    """Takes the traceback off log records about a `WenmaiError`; its sentence says it all."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record, never drop it."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, WenmaiError):
            record.exc_info = None
            record.exc_text = None
        return True


def hush() -> None:
    """Put the filter on Prefect's loggers, once."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, NoTraceback) for known in logger.filters):
            logger.addFilter(NoTraceback())
