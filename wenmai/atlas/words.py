"""What the codes of the warehouse are called on a page, in both languages."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from wenmai.atlas.blocks import Answer
from wenmai.atlas.studies import StudyInfo
from wenmai.labels import code_name
from wenmai.reference.measures import MeasureUnits
from wenmai.sentences import FOLDER

# Columns whose texts are codes, not names that a file gave; then those with names elsewhere.
CODED = (
    *("document_type", "role_code", "other_role_code", "strategy_code", "measure_code"),
    *(
        "scheme_code",
        "reason_code",
        "check_code",
        "status",
        "effects",
        "refresh_trigger",
        "direction",
    ),
    *("split_code", "question", "entity_kind"),
    *("method_code", "metric_code", "standard_code", "source_code", "rule_code"),
    *("segment_code", "sharing_mode", "status_code", "mart"),
)
WORDED = (*CODED, "measure_unit", "study_code")


@cache
def _units() -> MeasureUnits:
    return MeasureUnits.load(FOLDER.parent)


def measure_word(unit: str) -> Mapping[str, str]:
    """Return a unit of measure in both languages.

    Examples
    --------
    >>> measure_word("万元"), measure_word("无人知晓")
    ({'zh': '万元', 'en': '10,000 yuan'}, {'zh': '无人知晓', 'en': '无人知晓'})
    """
    return {"zh": unit, "en": _units().get(unit).name_en if _units().known(unit) else unit}


def words_of(
    answers: Iterable[Answer], studies: Iterable[StudyInfo] = ()
) -> dict[str, Mapping[str, str]]:
    """Return the words for all codes in the coded columns of some answers.

    Examples
    --------
    >>> words_of([Answer("…", ("role_code", "n"), [("bridge", 1)])])
    {'bridge': {'zh': '桥梁节点', 'en': 'bridge'}}
    """
    names = {study.code: {"zh": study.name_zh, "en": study.name_en} for study in studies}
    said: Mapping[str, Callable[[str], Mapping[str, str]]] = {
        **dict.fromkeys(CODED, code_name),
        "measure_unit": measure_word,
        "study_code": lambda code: names.get(code, code_name(code)),
    }
    return {
        code: say(code)
        for answer in answers
        for name, say in said.items()
        if name in answer.columns
        for code in dict.fromkeys(answer.column(name))
        if isinstance(code, str)
    }
