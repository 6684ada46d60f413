"""Stop a process at any operation that changes a file: a kill, or a disk that takes no more."""

import os
import sys
from contextlib import contextmanager

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
TAKES_NO_ROOM = {"os.remove", "os.rmdir", "os.rename", "os.chmod"}
CHANGING = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.chmod", "os.link"}


class Killed(BaseException):
    """The process is gone: nothing that it would still do happens."""


class Killer:
    """Ends what runs at the n-th operation that changes a file, and all that follows it."""

    def __init__(self):
        self.root, self.left, self.done, self.refusal = None, None, 0, None

    def __call__(self, event, arguments):
        if self.root is None or not self.changes(event, arguments):
            return
        self.done += 1
        if self.left is not None:
            self.left -= 1
            if self.left < 0 and self.refusal is None:
                raise Killed
            if self.left < 0 and event not in TAKES_NO_ROOM:
                raise OSError(self.refusal, os.strerror(self.refusal), str(arguments[0]))

    def changes(self, event, arguments):
        if event == "open":
            path, _, flags = arguments
            is_change = isinstance(flags, int) and flags & WRITING
        else:
            path, is_change = arguments[0] if arguments else None, event in CHANGING
        return is_change and not isinstance(path, int) and str(self.root) in os.fsdecode(path)

    @contextmanager
    def at(self, root, operation=None, refusal=None):
        """Count operations below a folder, and kill at one of them (the first is 0).

        With an error number as ``refusal`` the process lives, and from that operation on the disk
        takes nothing more; what is there can be renamed and removed.
        """
        self.root, self.left, self.done, self.refusal = root, operation, 0, refusal
        try:
            yield self
        except Killed:
            pass
        finally:
            self.root = None


KILLER = Killer()
sys.addaudithook(KILLER)  # sees every operation of Python, whichever module asks for it
