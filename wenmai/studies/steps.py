"""What a study that does not count by years cannot have, and what its files must say."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from wenmai.errors import Problem
from wenmai.kit.yaml_text import YamlDocument
from wenmai.sentences import Sentence
from wenmai.studies.config import StudyConfig
from wenmai.studies.corrections import CORRECTIONS_FILE
from wenmai.studies.declaration import Declaration
from wenmai.studies.study import StudySource

COUNTS_BY_YEARS = Sentence("studies.counts_by_years", "key", "years")
A_STUDY_OF_YEARS = Sentence("studies.a_study_of_years")
MEND_THE_FILE = Sentence("studies.mend_the_file")
PERIODS_WANTED = Sentence("studies.periods_wanted", "years")
NAME_PERIODS = Sentence("studies.name_periods")
YEAR_NOT_WANTED = Sentence("studies.year_not_wanted")
YEAR_WANTED = Sentence("studies.year_wanted")
WRITE_YEAR_NONE = Sentence("studies.write_year_none")
NAME_YEAR = Sentence("studies.name_year")

# the rooms that follow the steps of a study whatever they are
FREE = frozenset({"indicators", "econometrics", "boundaries"})


def step_problems(
    config: StudyConfig,
    sources: Sequence[StudySource],
    rooms: Iterable[Declaration[Any, Any]],
    document: YamlDocument,
    folder: Path,
) -> list[Problem]:
    """List sections that count by years, and mappings whose values are of other steps.

    Parameters
    ----------
    config : StudyConfig
        What study.yml says.
    sources : sequence of StudySource
        Its mappings.
    rooms : iterable of Declaration
        What the domains declare.
    document : YamlDocument
        The text of study.yml, asked for lines.
    folder : Path
        The study folder.

    Returns
    -------
    list of Problem
    """
    problems = [
        problem
        for source in sources
        if (problem := _of_mapping(source, config, folder.name)) is not None
    ]
    if config.years.per_year == 1:
        return problems
    for room in rooms:
        settings: frozenset[str] = getattr(room.sections, "settings", frozenset())
        for key, kind in room.sections.model_fields.items():
            is_free = room.domain in FREE or key in settings
            if not is_free and getattr(config, key, kind.default) != kind.default:
                message = COUNTS_BY_YEARS(key=key, years=config.years.text)
                problems.append(
                    document.problem(
                        f"{folder.name}/study.yml", (key,), message, A_STUDY_OF_YEARS()
                    )
                )
    if (folder / CORRECTIONS_FILE).is_file():
        message = COUNTS_BY_YEARS(key=CORRECTIONS_FILE, years=config.years.text)
        problems.append(Problem(f"{folder.name}/{CORRECTIONS_FILE}", "", message, MEND_THE_FILE()))
    return problems


def _of_mapping(source: StudySource, config: StudyConfig, folder: str) -> Problem | None:
    """Say what is wrong with where a mapping finds its years or periods."""
    place = f"{folder}/sources/{source.mapping_code}.yml"
    is_absent = source.mapping.year is not None and source.mapping.year.absent
    count = config.years.per_year
    if count == 0 and not is_absent:
        return Problem(place, "year", YEAR_NOT_WANTED(), WRITE_YEAR_NONE())
    if count and is_absent:
        return Problem(place, "year", YEAR_WANTED(), NAME_YEAR())
    if count > 1 and not source.mapping.has_periods:
        return Problem(place, "period", PERIODS_WANTED(years=config.years.text), NAME_PERIODS())
    return None
