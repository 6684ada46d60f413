"""The examples in the docstrings of the command line and the flows hold."""

import doctest
import importlib
import pkgutil

import pytest

import flows
import wenmai.cli

MODULES = sorted(
    f"{package.__name__}.{found.name}"
    for package in (wenmai.cli, flows)
    for found in pkgutil.iter_modules(package.__path__)
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_hold(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
