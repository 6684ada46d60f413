"""The local Prefect server as a process that never outlives whoever started it.

Run as ``python -m flows.server_process PORT``.
"""

import os
import signal
import sys
import threading
import time

import uvicorn

POLL_SECONDS = 1.0


def end_with_parent(parent: int) -> None:
    """Stop this process once its parent is gone, even when that was killed."""
    while os.getppid() == parent:
        time.sleep(POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Serve Prefect's API on the port given, for this machine only."""
    port = int(sys.argv[1])
    threading.Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=port,
        log_level="error",
        lifespan="on",
        timeout_graceful_shutdown=3,
    )


if __name__ == "__main__":
    main()
