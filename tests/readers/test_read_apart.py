"""Whatever a file does to the process that reads it, the caller gets one sentence."""

import os
import signal
import time

import pytest
from support import hostile_tasks as tasks

from wenmai.readers import apart
from wenmai.readers.apart import Limits, UnreadFileError, read_apart

TIGHT = Limits(memory_bytes=300 * 10**6, silent_seconds=2.0, output_bytes=5 * 10**6)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK")
    return path


def read(task, file, *arguments, limits=TIGHT):
    return list(read_apart(task, file, *arguments, path=file, label="east/a.xlsx", limits=limits))


@pytest.mark.parametrize(
    ("task", "arguments", "sentence"),
    [
        (tasks.allocates, (), "takes more than 0.3 GB of memory"),
        (tasks.allocates_bit_by_bit, (), "takes more than 0.3 GB of memory"),
        (tasks.dies, (signal.SIGABRT,), "takes more than 0.3 GB of memory"),
        (tasks.dies, (signal.SIGKILL,), "takes more than 0.3 GB of memory"),
        (tasks.dies, (signal.SIGSEGV,), "ended the program that read it (SIGSEGV)"),
        (tasks.leaves, (), "ended the program that read it (exit code 3)"),
        (tasks.sleeps, (), "comes to no end: nothing was read for 2 s"),
        (tasks.floods, (), "More than 0.0 GB come out of the file"),
        (tasks.fails, (), "not understood (negative seek value in '…')"),
    ],
)
def test_what_ends_the_reader_is_a_sentence_with_a_way_out(file, task, arguments, sentence):
    with pytest.raises(UnreadFileError) as caught:
        read(task, file, *arguments)
    (problem,) = caught.value.problems
    assert problem.file == "east/a.xlsx" and sentence in problem.message and problem.suggestion
    ((pid, _),) = read(tasks.prints, file)  # the next file has a reader again
    assert pid != os.getpid()


def test_one_process_reads_many_files_and_one_that_ended_is_replaced(file):
    pids = {read(tasks.prints, file)[0][0] for _ in range(5)}
    assert len(pids) == 1
    os.kill(pids.pop(), signal.SIGKILL)
    time.sleep(0.1)
    assert read(tasks.prints, file)


def test_a_reading_that_is_left_off_leaves_no_answer_to_the_next(file):
    parts = read_apart(tasks.floods, file, path=file, label="a")
    next(parts)
    parts.close()
    assert isinstance(read(tasks.prints, file)[0][0], int)


def test_a_pipe_is_never_opened(tmp_path):
    pipe = tmp_path / "a.csv"
    os.mkfifo(pipe)
    with pytest.raises(UnreadFileError, match="a folder, a pipe or a device"):
        read(tasks.prints, pipe)


def test_the_reader_ends_with_the_one_that_asked(file):
    ((pid, _),) = read(tasks.prints, file)
    apart.end_readers()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
