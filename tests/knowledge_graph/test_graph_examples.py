"""The examples in the docstrings of the graph's methods hold."""

import doctest
import importlib

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

MODULES = [
    *("calibration", "cells", "decoders", "embeddings", "factors", "facts", "judging", "layers"),
    *("multilayer", "neighbours", "optimizers", "popularity", "questions", "ranking", "rgcn"),
    *("rules", "settings", "splits", "tables", "identities"),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    module = importlib.import_module(f"wenmai.knowledge_graph.{name}")
    names = {"np": np, "pd": pd, "csr_array": csr_array}
    assert doctest.testmod(module, extraglobs=names).failed == 0
