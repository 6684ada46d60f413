"""What to expect while one variable stays above its forecast."""

from typing import Any

from wenmai.atlas.blocks import Answer, Block, Chooser, Column, both
from wenmai.atlas.charts import lines
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.warehouse import Warehouse
from wenmai.econometrics.pages.names import Names, chosen_pair


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
    pair = chosen_pair(answer, names, "held_code", "variable_code")
    if all(value is None for value in answer.column("forecast")):
        return [_deviations(answer, *pair)]
    return [_deviations(answer, *pair), _paths(answer, *pair)]


def _deviations(answer: Answer, where: dict[str, Any], choosers: list[Chooser]) -> Block:
    return Block(
        "scenarios",
        both("情景：一个变量保持高于其预测", "Scenario: one variable stays above its forecast"),
        answer,
        option=lines(
            "period",
            [(both("预期偏离", "Expected deviation"), "value", where)],
            bands=[("lower", "width", where)],
            x_name=both("期", "Period"),
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
        note=both(
            "幅度由研究给定，未给定时为残差的一个标准差；为既往关系下的预期，并非干预的效果。",
            "By as much as the study says, else a standard deviation of the residual. What to"
            " expect as things went together so far, no effect of an intervention.",
        ),
    )


def _paths(answer: Answer, where: dict[str, Any], choosers: list[Chooser]) -> Block:
    return Block(
        "scenario_paths",
        both("情景路径与预测", "Path of the scenario beside the forecast"),
        answer,
        option=lines(
            "year",
            [
                (both("情景路径", "Scenario"), "path", where),
                (both("预测", "Forecast"), "forecast", where),
            ],
            bands=[("path_lower", "width", where)],
        ),
        columns=[
            Column("year"),
            Column("forecast", digits=4),
            Column("path", digits=4),
            Column("path_lower", heading=both("路径下限", "Lower limit of the path"), digits=4),
        ],
        choosers=choosers,
        where=where,
        note=both(
            "带状区间为估计的不确定性；单位同模型（取对数的为对数）。面板模型各地区预测不同，仅有偏离。",
            "The band is the doubt of the estimate; units are the model's. In a panel every unit"
            " has a forecast of its own, and only the deviation is shared.",
        ),
    )
