"""The study folder: what may stand in it, how it is loaded, and what is wrong with it."""

from wenmai.studies.load import find_study_folders, folders_passed_over, load_studies
from wenmai.studies.study import Correction, IndicatorDefinition, Study, StudySource

__all__ = [
    "Correction",
    "IndicatorDefinition",
    "Study",
    "StudySource",
    "find_study_folders",
    "folders_passed_over",
    "load_studies",
]
