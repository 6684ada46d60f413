"""Costly things that all test processes of one run share."""

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock

Made = TypeVar("Made")


def made_once(
    tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Made]
) -> Made:
    """Return what ``make`` returned, calling it in the first process that asks and in no other.

    Parameters
    ----------
    tmp_path_factory : pytest.TempPathFactory
        Its base folder lies within the one of the whole run when pytest-xdist runs several.
    name : str
        Of the thing and its folder.
    make : callable
        Gets an empty folder; what it returns can be pickled.
    """
    own = tmp_path_factory.getbasetemp()
    run = own.parent if own.name.startswith("popen-") else own
    folder, result = run / name, run / f"{name}.pickle"
    with FileLock(run / f"{name}.lock"):
        if not result.exists():
            shutil.rmtree(folder, ignore_errors=True)  # half made by a test that failed
            folder.mkdir()
            result.write_bytes(pickle.dumps(make(folder)))
    return pickle.loads(result.read_bytes())
