"""What files do to their readers at worst, as tasks for the process that reads them."""

import os
import signal
import time


def allocates(_path):
    """Take more memory than there is."""
    yield "first"
    yield len(b"x" * 10**13)


def allocates_bit_by_bit(_path):
    """Take it in small parts, as a parser does."""
    held = []
    while True:
        held.append(bytearray(10**7))
    yield held


def sleeps(_path):
    """Never come to an end."""
    yield "first"
    time.sleep(3600)


def dies(_path, number):
    """End as a library that overruns its stack."""
    yield "first"
    os.kill(os.getpid(), number)


def leaves(_path):
    """End in good order, with no answer."""
    yield "first"
    os._exit(3)


def floods(_path):
    """Never stop to give."""
    while True:
        yield bytes(10**6)


def fails(path):
    """Raise what nobody foresaw."""
    yield "first"
    raise ValueError(f"negative seek value in '{path}'")


def prints(_path):
    """Write where the answers go."""
    print("noise")
    os.write(1, b"noise")
    yield os.getpid(), signal.getsignal(signal.SIGINT) is not None
