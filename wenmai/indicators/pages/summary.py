"""What the first page of a release says of a study with an index."""

from dataclasses import replace

from wenmai.atlas.blocks import Block
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD
from wenmai.atlas.warehouse import Warehouse
from wenmai.indicators.pages.index import scores_of
from wenmai.indicators.pages.start import who_leads, who_moved
from wenmai.kit.steps import named

SHOWN = 5


def summary(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    """Return who leads and who moved, with the first five drawn; None without a score."""
    scores = scores_of(warehouse, study)
    if not scores.rows:
        return None
    year = scores.records()[0]["year"]
    leads = who_leads(warehouse, study, scores, year, SHOWN)
    moves = who_moved(warehouse, study)
    note = WORD("of_an_index", year=named(year), units=study.n_units, indicators=study.n_indicators)
    if moves:
        said = moves[0].title
        note = {"zh": note["zh"] + said["zh"], "en": f"{note['en']} {said['en']}"}
    return replace(
        leads,
        note=note,
        ways=[
            (WORD("at_glance"), f"{study.code}/start.html"),
            (WORD("all_units"), f"{study.code}/index.html"),
            (WORD("one_unit"), f"{study.code}/unit.html"),
        ],
    )
