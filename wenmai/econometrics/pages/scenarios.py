"""What to expect while one variable stays above its forecast."""

from collections.abc import Callable

from wenmai.atlas.blocks import Block, Chooser, Column, both, chosen
from wenmai.atlas.charts import lines
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.warehouse import Warehouse


def scenario_blocks(
    warehouse: Warehouse, study: StudyInfo, name_of: Callable[[str], tuple[str, str]]
) -> list[Block]:
    """Return the block of a study's scenarios; none where it has no VAR.

    Parameters
    ----------
    warehouse : Warehouse
    study : StudyInfo
    name_of : callable
        Code of a variable → its names in Chinese and English.
    """
    answer = warehouse.ask(
        """
        select
            paths.model_code, models.model_name_zh, models.model_name_en, paths.held_code,
            paths.variable_code, paths.period, paths.shock_size, paths.value, paths.lower,
            paths.upper, paths.upper - paths.lower as width, paths.forecast, paths.path
        from marts.fct_scenarios as paths
        inner join marts.dim_models as models using (study_code, model_code)
        where paths.study_code = {study}
        order by paths.model_code, paths.held_code, paths.variable_code, paths.period
        """,
        study=study.code,
    )
    if not answer.rows:
        return []
    where = {
        "model_code": chosen("var"),
        "held_code": chosen("impulse"),
        "variable_code": chosen("response"),
    }
    codes = dict.fromkeys(answer.column("held_code"))
    variables = [(code, *name_of(code)) for code in codes]
    models = answer.combinations("model_code", "model_name_zh", "model_name_en")
    return [
        Block(
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
                Column("forecast", digits=4),
                Column("path", digits=4),
            ],
            choosers=[
                Chooser("var", both("模型", "Model"), models),
                Chooser("impulse", both("保持的变量", "Held variable"), variables),
                Chooser("response", both("变量", "Variable"), variables),
            ],
            where=where,
            note=both(
                "幅度由study.yml的held_by给定，未给定时为残差的一个标准差；为既往关系下的预期，"
                "并非干预的效果。",
                "By `held_by` of study.yml, else a standard deviation of the residual. What to"
                " expect as things went together so far, no effect of an intervention.",
            ),
        )
    ]
