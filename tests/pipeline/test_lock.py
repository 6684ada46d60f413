"""One refresh at a time, and a killed one blocks nobody."""

import os
import subprocess
import sys

import pytest

from wenmai.errors import WenmaiError
from wenmai.pipeline import refresh_lock

HOLD = """
import sys
from pathlib import Path
from wenmai.refreshes.lock import refresh_lock
from wenmai.settings import Settings
with refresh_lock(Settings(Path("."), Path(sys.argv[1]), ())):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(settings):
    """Start another process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(settings.home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_the_second_refresh_is_told_who_holds_the_lock(settings, holder):
    with (
        pytest.raises(WenmaiError, match=rf"A refresh is running \(process {holder.pid}, since"),
        refresh_lock(settings),
    ):
        pass


def test_the_lock_of_a_killed_refresh_is_free(settings, holder):
    holder.kill()
    holder.wait()
    with refresh_lock(settings):
        assert str(os.getpid()) in settings.lock_holder.read_text("utf-8")


def test_the_lock_is_free_after_an_error(settings):
    with pytest.raises(ValueError, match="boom"), refresh_lock(settings):
        raise ValueError("boom")
    with refresh_lock(settings):
        pass


def test_two_refreshes_in_one_process_are_refused_too(settings):
    with (
        refresh_lock(settings, purpose="roll-back to a"),
        pytest.raises(WenmaiError, match="A roll-back to a is running"),
        refresh_lock(settings),
    ):
        pass


WITHOUT_UNIX = """
import os, signal, sys
for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "readline"):
    sys.modules[name] = None
for name in ("pthread_sigmask", "sigwait", "SIGKILL", "SIGHUP", "SIGALRM", "alarm", "setitimer"):
    delattr(signal, name)
for name in ("getuid", "geteuid", "fork", "killpg", "setsid", "mkfifo", "O_NOFOLLOW", "getpgid"):
    delattr(os, name)
import importlib, pkgutil, flows, wenmai
for package in (wenmai, flows):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
"""


def test_nothing_needs_what_only_unix_has(settings):
    """Every module is imported, and the lock held, without what Windows does not have."""
    code = WITHOUT_UNIX + HOLD.replace("sys.stdin.read()", "")
    done = subprocess.run(
        [sys.executable, "-c", code, str(settings.home)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "held\n"
