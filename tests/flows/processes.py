"""Processes as a terminal runs them: in a group of their own, interrupted with Ctrl-C."""

import os
import signal
import subprocess
import time


def start(command, log, **environment):
    """Start a process in a group of its own, writing into a log."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # the tests run in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)
    kept = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    with log.open("w") as stream:
        return subprocess.Popen(
            command,
            env={**kept, "PYTHONUNBUFFERED": "1", **environment},
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def press_ctrl_c(process):
    """Interrupt the whole group and return the exit code."""
    os.killpg(process.pid, signal.SIGINT)
    try:
        return process.wait(30)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def wait_for(condition, process, log, seconds):
    """Wait until a condition holds, or fail with what the process wrote."""
    end = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.2)


def is_running(pid):
    """Tell whether there is such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
