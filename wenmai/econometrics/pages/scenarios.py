"""What to expect while one variable stays above its forecast."""

from typing import Any

from wenmai.atlas.blocks import SAID, Answer, Block, Chooser, Column
from wenmai.atlas.charts import lines
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.econometrics.pages import findings
from wenmai.econometrics.pages.names import Names, chosen_pair

TEXT = Texts(
    "pages.scenarios",
    *("scenarios", "expected_deviation", "scenarios_note", "scenario_paths", "scenario"),
    *("lower_limit_path", "scenario_paths_note"),
)


def scenario_blocks(warehouse: Warehouse, study: StudyInfo, names: Names) -> list[Block]:
    """Return the deviations of a study's scenarios, and their paths over time.

    Parameters
    ----------
    warehouse : Warehouse
    study : StudyInfo
    names : Names

    Returns
    -------
    list of Block
        None without a VAR; the second only where a model has one series.
    """
    answer = warehouse.ask(
        """
        select
            paths.model_code, models.model_name_zh, models.model_name_en, paths.held_code,
            paths.variable_code, paths.period, paths.year, paths.shock_size, paths.value,
            paths.lower, paths.upper, paths.upper - paths.lower as width, paths.forecast,
            paths.path, paths.forecast + paths.lower as path_lower
        from marts.fct_scenarios as paths
        inner join marts.dim_models as models using (study_code, model_code)
        where paths.study_code = {study}
        order by paths.model_code, paths.held_code, paths.variable_code, paths.period
        """,
        study=study.code,
    )
    if not answer.rows:
        return []
    held = ("held_code", "variable_code")
    pair = chosen_pair(answer, names, *held)
    of = ["model_code", *held]
    deviations = _deviations(answer.saying(of, findings.answers(names, *held)), *pair)
    if all(value is None for value in answer.column("forecast")):
        return [deviations]
    return [deviations, _paths(answer.saying(of, findings.scenario_ends(names)), *pair)]


def _deviations(answer: Answer, where: dict[str, Any], choosers: list[Chooser]) -> Block:
    return Block(
        "scenarios",
        TEXT("scenarios"),
        answer,
        said=SAID,
        option=lines(
            "period",
            [(TEXT("expected_deviation"), "value", where)],
            bands=[("lower", "width", where)],
            x_name=WORD("period"),
        ),
        columns=[
            Column("period"),
            Column("shock_size", digits=4),
            Column("value", of="fct_scenarios", digits=4),
            Column("lower", digits=4),
            Column("upper", digits=4),
        ],
        choosers=choosers,
        where=where,
        note=TEXT("scenarios_note"),
    )


def _paths(answer: Answer, where: dict[str, Any], choosers: list[Chooser]) -> Block:
    return Block(
        "scenario_paths",
        TEXT("scenario_paths"),
        answer,
        said=SAID,
        option=lines(
            "year",
            [
                (TEXT("scenario"), "path", where),
                (WORD("forecast"), "forecast", where),
            ],
            bands=[("path_lower", "width", where)],
        ),
        columns=[
            Column("year"),
            Column("forecast", digits=4),
            Column("path", digits=4),
            Column("path_lower", heading=TEXT("lower_limit_path"), digits=4),
        ],
        choosers=choosers,
        where=where,
        note=TEXT("scenario_paths_note"),
    )
