"""What the first page of a release says of a study with an index."""

from dataclasses import replace

from wenmai.atlas.blocks import Block, paragraph
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD
from wenmai.atlas.warehouse import Warehouse
from wenmai.indicators.pages.index import scores_of
from wenmai.indicators.pages.start import who_leads, who_moved, why_it_rose
from wenmai.kit.steps import named

SHOWN = 5


def summary(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    """Return who leads, who moved and why, with the first five drawn; None without a score."""
    scores = scores_of(warehouse, study)
    if not scores.rows:
        return None
    year = scores.records()[0]["year"]
    leads = who_leads(warehouse, study, scores, year, SHOWN)
    n_units, n_indicators = study.n_units, study.n_indicators
    about = WORD("of_an_index", year=named(year), units=n_units, indicators=n_indicators)
    moved, riser = who_moved(warehouse, study) or (None, None)
    why = why_it_rose(warehouse, study, riser) if riser else None
    return replace(
        leads,
        note=paragraph(about, *(block.title for block in (moved, why) if block)),
        ways=[
            (WORD("at_glance"), f"{study.code}/start.html"),
            (WORD("all_units"), f"{study.code}/index.html"),
            (WORD("one_unit"), f"{study.code}/unit.html"),
        ],
    )
