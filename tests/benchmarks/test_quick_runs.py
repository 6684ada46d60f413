"""Benchmarks still run on the present code: a quick run of each, whatever its times.

Without those that refresh a whole warehouse first (atlas, refresh, text): minutes, not seconds.
"""

import importlib
import re

import pytest

from benchmarks.__main__ import BENCHES

REFRESHING = {"atlas", "refresh", "text"}
pytestmark = pytest.mark.slow
# what the two sides of a benchmark compute must agree, at any size and on any machine
AGREEMENT = re.compile(r"target: .*\bequal to\b.*: (met|missed)$", re.MULTILINE)


@pytest.mark.parametrize("name", sorted(set(BENCHES) - REFRESHING))
def test_a_quick_run_ends_with_verdicts_and_both_sides_agree(name, capsys):
    importlib.import_module(BENCHES[name]).main(quick=True)
    printed = capsys.readouterr().out
    assert re.search(r"\d s\b|\d x\b", printed), "nothing was measured"
    assert "missed" not in AGREEMENT.findall(printed), printed
