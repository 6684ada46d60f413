"""Benchmarks still run on the present code: a quick run of each, whatever its times.

Of the atlas and of texts a smaller run than the quick one, which refreshes the whole demo or two
thousand documents first.
"""

import importlib
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks import atlas, text
from benchmarks.__main__ import BENCHES

SMALLER = {"atlas", "text"}
# short forms of the first two are tests/pipeline/test_kill and test_readers; the third asks
# programs that are not ours
ELSEWHERE = {"chaos", "readers", "clients"}
pytestmark = pytest.mark.slow
# what the two sides of a benchmark compute must agree, at any size and on any machine
AGREEMENT = re.compile(r"target: .*\bequal to\b.*: (met|missed)$", re.MULTILINE)


@pytest.mark.parametrize("name", sorted(set(BENCHES) - SMALLER - ELSEWHERE))
def test_a_quick_run_ends_with_verdicts_and_both_sides_agree(name, capsys):
    importlib.import_module(BENCHES[name]).main(quick=True)
    printed = capsys.readouterr().out
    assert re.search(r"\d (?:s|x|GB)\b", printed), "nothing was measured"
    assert "missed" not in AGREEMENT.findall(printed), printed


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not here")
def test_the_atlas_of_a_larger_panel_is_made_opened_and_judged(
    demo_warehouse, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(atlas, "LOADS", 1)
    file = tmp_path / "wenmai.duckdb"
    atlas.larger_release(demo_warehouse.settings.serving_file, file, n_units=40, n_years=8)
    # a thread of its own: other tests of this process may have a browser open
    with ThreadPoolExecutor(1) as thread:
        thread.submit(atlas.show, file, tmp_path / "atlas").result()
    printed = capsys.readouterr().out
    assert "Atlas of 40 units, 8 years" in printed
    assert len(re.findall(r"target: .*(met|missed)$", printed, re.MULTILINE)) == 2


def test_a_refresh_and_the_plain_script_weigh_the_same_texts_alike(tmp_path, capsys):
    text.make_corpus(tmp_path / "landing", 30)
    text.compare(tmp_path, text.refresh_texts(tmp_path / "home", tmp_path / "landing", "full"))
    assert AGREEMENT.findall(capsys.readouterr().out) == ["met"]
