"""Check what study.yml says about uncertainty against the study's indicators."""

from wenmai.errors import Problem
from wenmai.kit.problems import did_you_mean
from wenmai.kit.yaml_text import YamlDocument
from wenmai.studies.config import StudyConfig


def uncertainty_problems(config: StudyConfig, document: YamlDocument, label: str) -> list[Problem]:
    """Find measurement errors that are stated for no indicator of the study.

    Parameters
    ----------
    config : StudyConfig
        What study.yml says.
    document : YamlDocument
        The text of study.yml, asked for lines.
    label : str
        How problems name the file.

    Returns
    -------
    list of Problem
    """
    codes = [indicator.code for indicator in config.indicators]
    problems = []
    for code in config.uncertainty.measurement_noise:
        if code not in codes:
            path = ("uncertainty", "measurement_noise", code)
            message = f"The study has no indicator '{code}'."
            suggestion = did_you_mean(code, codes, "indicators")
            problems.append(document.problem(label, path, message, suggestion))
    return problems
