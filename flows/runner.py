"""The process that waits for scheduled runs and starts them."""

import _thread
from typing import Any

from prefect.runner import Runner


class EndingRunner(Runner):
    """Prefect's runner, ended by SIGTERM as by Ctrl-C: runs stopped, schedule paused, no traceback.

    That is how systemd and containers end a service.
    """

    def handle_sigterm(self, *_: Any, **__: Any) -> None:
        """Interrupt the main thread, as Ctrl-C does."""
        _thread.interrupt_main()
