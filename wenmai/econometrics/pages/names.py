"""What codes of variables and weights are called, so that no page shows a code alone."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wenmai.atlas.blocks import Answer, Chooser, chosen
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.labels import code_name

TEXT = Texts(
    "pages.names",
    *("model", "moves_first", "answers"),
)

Names = Mapping[str, Mapping[str, str]]
_CODE = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")


def names_of(warehouse: Warehouse, study: StudyInfo) -> Names:
    """Return code of a variable → its name in both languages."""
    rows = warehouse.ask(
        """
        select distinct variable_code, variable_name_zh, variable_name_en
        from marts.fct_variable_values
        where study_code = {study}
        order by all
        """,
        study=study.code,
    ).rows
    if warehouse.holds("marts.dim_var_variables"):  # a release of before has none
        rows += warehouse.ask(
            """
            select distinct
                variable_code,
                case when is_logged then 'ln ' else '' end || variable_name_zh,
                case when is_logged then 'ln ' else '' end || variable_name_en
            from marts.dim_var_variables
            where study_code = {study}
            order by all
            """,
            study=study.code,
        ).rows
    return {code: {"zh": zh or code, "en": en or zh or code} for code, zh, en in rows}


def named(answer: Answer, names: Names, columns: Sequence[str]) -> Answer:
    """Return an answer with a name in both languages beside each column of codes.

    Examples
    --------
    >>> names = {"ln_dt": {"zh": "ln 收入", "en": "ln Income"}}
    >>> named(Answer("…", ("shock_code",), [("ln_dt",)]), names, ["shock_code"]).rows
    [('ln_dt', 'ln 收入', 'ln Income')]
    """
    return answer.having(
        {
            f"{column.removesuffix('_code')}_{language}": [
                names.get(code, code_name(code))[language] for code in answer.column(column)
            ]
            for column in columns
            for language in ("zh", "en")
        }
    )


def formula_in_words(formula: str, names: Names, language: str) -> str:
    """Return a formula with the names of its variables.

    Examples
    --------
    >>> names = {"rd": {"zh": "研发支出", "en": "R&D"}, "gdp": {"zh": "产值", "en": "GDP"}}
    >>> formula_in_words("ln(gdp) ~ ln(rd)；滞后1期", names, "zh")
    'ln(产值) ~ ln(研发支出)；滞后1期'
    """
    return _CODE.sub(lambda code: names.get(code[0], {language: code[0]})[language], formula)


def models_of(code: str, answer: Answer) -> Chooser:
    """Return the chooser of an answer's models."""
    models = answer.combinations("model_code", "model_name_zh", "model_name_en")
    return Chooser(code, TEXT("model"), models)


def chosen_pair(
    answer: Answer, names: Names, impulse: str, response: str
) -> tuple[dict[str, Any], list[Chooser]]:
    """Return how one variable's answer to another is chosen in a model: condition and choosers.

    Parameters
    ----------
    answer : Answer
    names : Names
    impulse, response : str
        Columns: what moves first, and what answers. Blocks of a page choose together.
    """
    where = {
        "model_code": chosen("var"),
        impulse: chosen("impulse"),
        response: chosen("response"),
    }
    variables = [
        (code, *names.get(code, code_name(code)).values())
        for code in dict.fromkeys(answer.column(impulse))
    ]
    others = variables[1:] + variables[:1]  # of itself a variable says least
    return where, [
        models_of("var", answer),
        Chooser("impulse", TEXT("moves_first"), variables),
        Chooser("response", TEXT("answers"), others),
    ]
