"""The process that reads files of strangers; `wenmai.readers.apart` starts it and talks to it."""

import os
import pickle
import select
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from wenmai.errors import ProblemsFound
from wenmai.readers import apart
from wenmai.readers.apart import END, HEADER, IDLE_SECONDS, ITEM, PROBLEMS, RAISED


def main() -> None:
    """Take jobs from standard input until it ends, or until none came for a minute."""
    source = os.fdopen(os.dup(0), "rb", buffering=0)
    target = os.fdopen(os.dup(1), "wb", buffering=0)
    # what a library prints goes nowhere: the pipe is for answers
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(nowhere, descriptor)
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    apart.is_apart = True
    _send(target, END)  # ready
    while select.select([source], [], [], IDLE_SECONDS)[0]:
        head = _exactly(source, HEADER.size)
        if not head:
            return
        content = _exactly(source, HEADER.unpack(head)[1])
        if not _serve(content, target):
            return


def _serve(content: bytes, target: BinaryIO) -> bool:
    """Do one job; tell whether the process is fit for another."""
    try:
        task, arguments, memory, seconds = pickle.loads(content)
        _limit_memory(memory)
        _limit_seconds(seconds)
        for item in task(*arguments):
            _send(target, ITEM, item)
            _limit_seconds(seconds)
        _send(target, END)
    except BrokenPipeError:
        return False
    except ProblemsFound as error:
        _send(target, PROBLEMS, error)
    except MemoryError:
        _send(target, RAISED, MemoryError())
        return False
    except Exception as error:  # whatever a parser does on a file that nobody foresaw
        plain = OSError(error.errno, error.strerror) if isinstance(error, OSError) else None
        _send(target, RAISED, plain or Exception(str(error) or type(error).__name__))
    return True


def _send(target: BinaryIO, kind: bytes, said: Any = None) -> None:
    content = b"" if kind == END else pickle.dumps(said, pickle.HIGHEST_PROTOCOL)
    view = memoryview(HEADER.pack(kind, len(content)) + content)
    while view:
        view = view[target.write(view) :]


def _exactly(source: BinaryIO, size: int) -> bytes:
    """Read so many bytes; none at the end of the pipe."""
    taken = b""
    while len(taken) < size:
        portion = source.read(size - len(taken))
        if not portion:
            return b""
        taken += portion
    return taken


def _limit_memory(allowed: int) -> None:
    """Allow so many bytes beyond those that the process has mapped when it begins."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        mapped = int(pages) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard != resource.RLIM_INFINITY:
            allowed = min(allowed, hard - mapped)
        resource.setrlimit(resource.RLIMIT_AS, (mapped + allowed, hard))


def _limit_seconds(seconds: float) -> None:
    """Allow so many seconds of the processor from now; an orphan would loop for ever."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = used.ru_utime + used.ru_stime
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(spent + 2 * seconds) + 1, hard))


if __name__ == "__main__":
    main()
