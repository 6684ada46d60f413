"""What the codes of the warehouse are called on a page, in both languages."""

from collections.abc import Iterable

from wenmai.atlas.blocks import Answer
from wenmai.labels import code_name

# Columns whose texts are codes, not names that a file gave.
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


def word(code: str) -> dict[str, str]:
    """Return what a code is called in both languages; one without a word stands for itself.

    Examples
    --------
    >>> word("core_hub"), word("two_lane")
    ({'zh': '核心枢纽', 'en': 'core hub'}, {'zh': 'two_lane', 'en': 'two lane'})
    """
    return dict(code_name(code))


def words_of(answers: Iterable[Answer]) -> dict[str, dict[str, str]]:
    """Return the words for all codes in the coded columns of some answers.

    Examples
    --------
    >>> words_of([Answer("…", ("role_code", "n"), [("bridge", 1)])])
    {'bridge': {'zh': '桥梁节点', 'en': 'bridge'}}
    """
    return {
        code: word(code)
        for answer in answers
        for name in CODED
        if name in answer.columns
        for code in answer.column(name)
        if isinstance(code, str)
    }
