"""The examples in the docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import wenmai.inspect
import wenmai.readers

MODULES = [
    module.name
    for package in (wenmai.readers, wenmai.inspect)
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
] + ["wenmai.kit.mapping", "wenmai.kit.mapping_model", "wenmai.kit.mapping_columns"]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
