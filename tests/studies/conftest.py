"""A small study that is right, so that every test can make one thing wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wenmai.errors import Problem, ProblemsFound
from wenmai.settings import Settings
from wenmai.studies import load_studies
from wenmai.studies.study import Study

STUDY = """\
code: east
name: {zh: 东部, en: East}
years: {first: 2018, last: 2020}
units:
  level: prefecture
  within: [辽宁省]
indicators:
  - code: gdp
  - code: culture_revenue
"""

MAPPING = """\
file: tables/values.csv
unit: {name: 城市}
year: {column: 年份}
values:
  - {column: 地区生产总值, indicator: gdp, unit: 亿元}
  - {column: 文化收入, indicator: culture_revenue, unit: 万元}
"""

VALUES = "城市,年份,地区生产总值,文化收入\n沈阳,2018,6292.4,1000\n大连,2018,7668.5,2000\n"


class StudyFolder:
    """A study folder whose parts a test can replace."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings
        self.write("study.yml", STUDY)
        self.write("sources/values.yml", MAPPING)
        self.write("tables/values.csv", VALUES)

    def write(self, name: str, content: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def replace(self, name: str, old: str, new: str) -> None:
        content = (self.folder / name).read_text(encoding="utf-8")
        assert old in content, f"{name} does not hold {old!r}"
        self.write(name, content.replace(old, new))

    def load(self) -> Study:
        (study,) = load_studies(self.settings)
        return study

    def problems(self) -> list[Problem]:
        with pytest.raises(ProblemsFound) as caught:
            load_studies(self.settings)
        return caught.value.problems

    def problem(self) -> str:
        """Return the only problem as a user reads it."""
        problems = self.problems()
        assert len(problems) == 1, "\n".join(map(str, problems))
        return str(problems[0])


@pytest.fixture
def make_study(settings: Settings) -> Callable[[str], StudyFolder]:
    return lambda name: StudyFolder(settings.landing[0] / name, settings)


@pytest.fixture
def east(make_study: Callable[[str], StudyFolder]) -> StudyFolder:
    return make_study("east")
