"""Read files of strangers apart: in a child process with limits of memory, time and output.

Whatever a file does to its reader, the caller gets one sentence. One child reads many files, one
after the other; it begins when the first is asked for, ends when idle for a minute, and is
replaced when a file was its end. Where the system has no limits (``resource``), memory is free.
"""

import atexit
import os
import pickle
import re
import selectors
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wenmai.errors import Problem, ProblemsFound
from wenmai.resources import machine_bytes
from wenmai.sentences import Sentence

SAVE_ANEW_OR_AS_CSV = Sentence("readers.save_anew_or_as_csv")
MAKE_IT_SMALLER = Sentence("readers.make_it_smaller")
TAKES_MORE_MEMORY = Sentence("readers.takes_more_memory", "size")
CANNOT_BE_OPENED = Sentence("readers.cannot_be_opened", "error")
CHECK_THAT_IT_IS_THERE = Sentence("readers.check_that_it_is_there")
DAMAGED_OR_UNKNOWN = Sentence("readers.damaged_or_unknown", "error")
TOO_MUCH_COMES_OUT = Sentence("readers.too_much_comes_out", "size")
ENDED_ITS_READER = Sentence("readers.ended_its_reader", "signal")
COMES_TO_NO_END = Sentence("readers.comes_to_no_end", "seconds")
NO_REGULAR_FILE = Sentence("readers.no_regular_file")
PUT_A_REGULAR_FILE = Sentence("readers.put_a_regular_file")

IDLE_SECONDS = 60
START_SECONDS = 300.0
HEADER = struct.Struct("<cQ")
ITEM, END, PROBLEMS, RAISED = b"i", b"e", b"p", b"r"
_LONGEST_DETAIL = 200
_ABSOLUTE = re.compile(r"(?:(?<=[\s'\"(=])|^)(?:[A-Za-z]:)?[\\/][^\s'\"),]*")


@dataclass(frozen=True)
class Limits:
    """What reading one file may take.

    Parameters
    ----------
    memory_bytes : int
        Beyond what the reader itself needs; never more than three quarters of the machine.
    silent_seconds : float
        Until the first lines, and from some lines to the next; the processor's time counts alike.
    seconds_per_megabyte : float
        More of it for large files, which are decoded once before their first line.
    output_bytes : int
        All that comes out of a file.

    Examples
    --------
    >>> Limits().seconds(10_000_000)
    80.0
    """

    memory_bytes: int = 4 * 10**9
    silent_seconds: float = 60.0
    seconds_per_megabyte: float = 2.0
    output_bytes: int = 60 * 10**9

    def seconds(self, file_bytes: int) -> float:
        """Return how long a file of a size may be silent."""
        return self.silent_seconds + self.seconds_per_megabyte * file_bytes / 1e6


LIMITS = Limits()
is_apart = False  # set in the child: what reads there needs no further process


class UnreadFileError(ProblemsFound):
    """The reader came to no end of its own: it ran out of memory or time, or failed unforeseen."""


def read_apart(
    task: Callable[..., Iterator[Any]],
    *arguments: Any,
    path: Path,
    label: str,
    limits: Limits | None = None,
) -> Iterator[Any]:
    """Yield what a function yields that runs in the child.

    Parameters
    ----------
    task : callable
        A function of a module; it yields what pickles, in portions of some megabytes.
    *arguments : object
        What it is called with.
    path : Path
        The file that it reads.
    label : str
        How a problem names the file.
    limits : Limits, optional
        Default: `LIMITS`.

    Yields
    ------
    object
        What the task yields, as it comes.

    Raises
    ------
    ProblemsFound
        What the task raised, as it raised it.
    UnreadFileError
        When it raised anything else, took too much, or was killed: one sentence and the way out.

    Examples
    --------
    >>> list(read_apart(heads, Path("a.csv"), path=Path("a.csv"), label="a.csv"))  # doctest: +SKIP
    [['城市', '年份']]
    """
    limits = limits or LIMITS
    _look_at(path, label)
    if is_apart:
        yield from task(*arguments)
        return
    job = _Job((task, arguments), label, limits, limits.seconds(_size(path)))
    is_begun = False
    while not is_begun:
        child = _idle_child()
        try:
            for item in child.serve(job):
                is_begun = True
                yield item
            is_begun = True
        except _GoneError:
            # It had been idle for a minute and ended just now; a new one is not idle.
            is_begun = False
        finally:
            if child.is_at_rest:
                _children.append(child)
            else:
                child.kill()


def unforeseen(error: BaseException, label: str, limits: Limits = LIMITS) -> UnreadFileError:
    """Make the one sentence about a file of an error that nobody foresaw.

    Parameters
    ----------
    error : BaseException
        What was raised while the file was read.
    label : str
        How the problem names the file.
    limits : Limits
        Named when memory ran out.

    Returns
    -------
    UnreadFileError

    Examples
    --------
    >>> print(unforeseen(ValueError("negative seek value -5"), "east/a.docx").problems[0].message)
    The file is damaged, or of a kind that is not understood (negative seek value -5).
    """
    if isinstance(error, MemoryError):
        size = f"{_memory(limits) / 1e9:.1f} GB"
        return _unread(label, TAKES_MORE_MEMORY(size=size), MAKE_IT_SMALLER())
    if isinstance(error, OSError) and error.strerror:
        message = CANNOT_BE_OPENED(error=error.strerror)
        return _unread(label, message, CHECK_THAT_IT_IS_THERE())
    # what a library says may name places of this machine, which concern nobody
    said = _ABSOLUTE.sub("…", " ".join(str(error).split())) or type(error).__name__
    said = said[:_LONGEST_DETAIL].encode(errors="replace").decode()
    message = DAMAGED_OR_UNKNOWN(error=said)
    return _unread(label, message, SAVE_ANEW_OR_AS_CSV())


def end_readers() -> None:
    """End the idle child, if there is one."""
    while _children:
        _children.pop().kill()


class _GoneError(Exception):
    """The child ended by itself before it saw the job."""


@dataclass(frozen=True)
class _Job:
    """What a child is asked to do, and what it may take."""

    call: tuple[Callable[..., Iterator[Any]], tuple[Any, ...]]
    label: str
    limits: Limits
    seconds: float


class _Child:
    """A process that reads, and the two pipes to it."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.is_at_rest = self.is_ready = False
        self.process = subprocess.Popen(
            # -P: the working folder is a stranger's, too, and no place to import from
            [sys.executable, "-P", "-m", "wenmai.readers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Ctrl-C is for the one who asked; the child ends with its pipe.
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def is_alive(self) -> bool:
        return self.owner == os.getpid() and self.process.poll() is None

    def serve(self, job: _Job) -> Iterator[Any]:
        """Send a job and yield what comes back."""
        content = pickle.dumps(
            (*job.call, _memory(job.limits), job.seconds), pickle.HIGHEST_PROTOCOL
        )
        try:
            assert self.process.stdin is not None
            self.process.stdin.write(HEADER.pack(ITEM, len(content)) + content)
            self.process.stdin.flush()
        except (OSError, ValueError):
            raise self._ended(job, is_first=True) from None
        received = 0
        self.is_at_rest = False
        if not self.is_ready:
            # its own imports are no fault of the file
            self._exactly(HEADER.size, replace(job, seconds=START_SECONDS), is_first=True)
            self.is_ready = True
        while True:
            kind, size = HEADER.unpack(self._exactly(HEADER.size, job, is_first=not received))
            received += HEADER.size + size
            if received > job.limits.output_bytes:
                message = TOO_MUCH_COMES_OUT(size=f"{job.limits.output_bytes / 1e9:,.1f}")
                raise _unread(job.label, message, MAKE_IT_SMALLER())
            said: Any = pickle.loads(self._exactly(size, job)) if size else None
            self.is_at_rest = kind != ITEM and not isinstance(said, MemoryError)
            if kind == END:
                return
            if kind == PROBLEMS:
                assert isinstance(said, ProblemsFound)
                raise said
            if kind == RAISED:
                raise unforeseen(said, job.label, job.limits)
            yield said

    def _exactly(self, size: int, job: _Job, *, is_first: bool = False) -> bytearray:
        """Read so many bytes, or say why they do not come."""
        assert self.process.stdout is not None
        source = self.process.stdout.fileno()
        taken, view = 0, bytearray(size)
        with selectors.DefaultSelector() as selector:
            selector.register(source, selectors.EVENT_READ)
            while taken < size:
                if not selector.select(job.seconds):
                    raise _endless(job)
                portion = os.read(source, min(size - taken, 1 << 20))
                if not portion:
                    raise self._ended(job, is_first=is_first)
                view[taken : taken + len(portion)] = portion
                taken += len(portion)
        return view

    def _ended(self, job: _Job, *, is_first: bool) -> Exception:
        """Say why the child is no more."""
        code = self.process.wait()
        if code == 0 and is_first:
            return _GoneError()
        if code == -getattr(signal, "SIGXCPU", 1 << 10):
            return _endless(job)
        # SIGABRT is how a library ends that gets no memory, SIGKILL how the system takes it back
        if -code in {signal.SIGABRT, getattr(signal, "SIGKILL", 9)}:
            return unforeseen(MemoryError(), job.label, job.limits)
        said = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        message = ENDED_ITS_READER(signal=said)
        return _unread(job.label, message, SAVE_ANEW_OR_AS_CSV())

    def kill(self) -> None:
        """End the process, whatever it does."""
        if self.owner != os.getpid():
            return
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError, ValueError):
                if pipe is not None:
                    pipe.close()
        self.process.wait()


def _endless(job: _Job) -> UnreadFileError:
    message = COMES_TO_NO_END(seconds=f"{job.seconds:,.0f}")
    return _unread(job.label, message, SAVE_ANEW_OR_AS_CSV())


def _unread(label: str, message: str, way_out: str) -> UnreadFileError:
    return UnreadFileError([Problem(label, "", message, way_out)])


def _look_at(path: Path, label: str) -> None:
    """Refuse what is no regular file before anyone opens it: a pipe would never end."""
    try:
        is_there, is_file = path.exists(), path.is_file()
    except OSError as error:
        raise unforeseen(error, label) from error
    if is_there and not is_file:
        message = NO_REGULAR_FILE()
        raise _unread(label, message, PUT_A_REGULAR_FILE())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _memory(limits: Limits) -> int:
    machine = machine_bytes()
    return limits.memory_bytes if machine is None else min(limits.memory_bytes, machine * 3 // 4)


def _idle_child() -> _Child:
    while _children:
        child = _children.pop()
        if child.is_alive():
            return child
        child.kill()
    return _Child()


_children: list[_Child] = []
atexit.register(end_readers)
