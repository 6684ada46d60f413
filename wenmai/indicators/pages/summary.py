"""What the first page of a release says of a study with an index."""

from dataclasses import replace

from wenmai.atlas.blocks import Block, both
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.warehouse import Warehouse
from wenmai.indicators.pages.index import scores_of
from wenmai.indicators.pages.start import who_leads, who_moved

SHOWN = 5


def summary(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    """Return who leads and who moved, with the first five drawn; None without a score."""
    scores = scores_of(warehouse, study)
    if not scores.rows:
        return None
    year = scores.records()[0]["year"]
    leads = who_leads(warehouse, study, scores, year, SHOWN)
    moves = who_moved(warehouse, study)
    note = both(
        f"{year}年，{study.n_units}个地区，{study.n_indicators}项指标。",
        f"{year}, {study.n_units} units, {study.n_indicators} indicators. ",
    )
    if moves:
        note = {language: note[language] + moves[0].title[language] for language in note}
    return replace(
        leads,
        note=note,
        ways=[
            (both("一览", "At a glance"), f"{study.code}/start.html"),
            (both("全部地区", "All units"), f"{study.code}/index.html"),
            (both("单个地区", "One unit"), f"{study.code}/unit.html"),
        ],
    )
