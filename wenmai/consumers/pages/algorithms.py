"""What algorithms show, and what was withheld for privacy."""

from wenmai.atlas.blocks import Answer, Block, Chooser, Column, Page, both, chosen
from wenmai.atlas.charts import bars, lines
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.tables import Table
from wenmai.atlas.warehouse import Warehouse

_LATEST = Table(
    "standards",
    both("最近一期：数值、随机、规定", "The last period: value, chance, rule"),
    """
    select metric_code, algorithm_code, value_corrected, lower, upper, value_by_chance,
        nullif(standard_code, 'none') as standard_code, status, since
    from marts.fct_algorithm_audit
    where study_code = {study}
        and period_start = (
            select max(period_start) from marts.fct_algorithm_audit where study_code = {study}
        )
    order by metric_code, algorithm_code, standard_code
    """,
    (
        Column("metric_code"),
        Column("algorithm_code"),
        Column("value_corrected", heading=both("数值", "Value"), digits=3),
        Column("lower", digits=3),
        Column("upper", digits=3),
        Column("value_by_chance", digits=3),
        Column("standard_code"),
        Column("status"),
        Column("since"),
    ),
    both(
        "所检索到的规定均未对同质化或偏差设定数值，故仅作报告，不作合格与否的判断。",
        "No rule that could be found puts a number on homogenisation or bias: not judged.",
    ),
    is_wide=True,
)
_COPIES = Table(
    "copies",
    both("内容重复", "Copies"),
    """
    select item_code, duplicate_of, similarity, duplicate_share
    from marts.fct_duplicate_items
    where study_code = {study}
    order by item_code
    """,
    (
        Column("item_code"),
        Column("duplicate_of"),
        Column("similarity", is_percent=True, digits=0),
        Column("duplicate_share", is_percent=True),
    ),
)
_PRIVACY = Table(
    "privacy",
    both("公布的数据", "What is published"),
    """
    select mart, sharing_mode, k_required, k_min, l_min, t_max, cells, suppressed,
        suppressed_to_protect, lost_event_share, anonymous_share
    from marts.fct_privacy
    where study_code = {study}
    order by mart
    """,
    (
        Column("mart"),
        Column("sharing_mode"),
        Column("k_required"),
        Column("k_min"),
        Column("l_min"),
        Column("t_max", digits=2),
        Column("cells"),
        Column("suppressed"),
        Column("suppressed_to_protect"),
        Column("lost_event_share", is_percent=True),
        Column("anonymous_share", is_percent=True),
    ),
    both(
        "先按k隐去，再作二次隐去，使任何合计均无法反推。",
        "Withheld by k first, then as many more that no totals give one away.",
    ),
    is_wide=True,
)
_ERASURES = Table(
    "erasures",
    both("个人信息删除", "Erasures"),
    """
    select requested_on, status_code, lines_left_out, erased_at::date as erased_at, files_searched
    from marts.fct_erasures
    where study_code = {study}
    order by requested_on, row_number
    """,
    (
        Column("requested_on"),
        Column("status_code"),
        Column("lines_left_out"),
        Column("erased_at"),
        Column("files_searched"),
    ),
    both(
        "“已剔除”指不在任何数据表中；“已清除”另指既往版本与残留字节均已删除并经检索证明。",
        "Left out: in no table any more. Erased: earlier releases and bytes are gone too, as a "
        "search has proven.",
    ),
)


def audit_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of the audit, or None when the study has no exposures."""
    answer = warehouse.ask(
        """
        select distinct algorithm_code, metric_code, period_start,
            value_corrected, lower, upper - lower as width, value_by_chance, impressions
        from marts.fct_algorithm_audit
        where study_code = {study}
        -- the concentration is what people ask about first
        order by algorithm_code, metric_code = 'exposure_gini' desc, metric_code, period_start
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    algorithm = Chooser.of_values(
        "algorithm", both("算法", "Algorithm"), answer.column("algorithm_code")
    )
    blocks = [
        _LATEST.block(warehouse, study=study.code),
        _audit(answer, algorithm),
        *_parity(warehouse, study, algorithm),
        _COPIES.block(warehouse, study=study.code),
    ]
    return Page(
        "audit",
        both("算法审计", "Algorithm audit"),
        both("算法展示了什么，与随机展示相比如何。", "What is shown, beside chance and the rules."),
        blocks,
    )


def privacy_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of privacy, or None when the study has no consumers."""
    privacy = _PRIVACY.block(warehouse, study=study.code)
    if not privacy.answer.rows:
        return None
    return Page(
        "privacy",
        both("隐私", "Privacy"),
        both("公布了什么，隐去了什么。", "What is published, and what was withheld."),
        [privacy, _ERASURES.block(warehouse, study=study.code)],
    )


def _audit(answer: Answer, algorithm: Chooser) -> Block:
    where = {"algorithm_code": chosen("algorithm"), "metric_code": chosen("metric")}
    return Block(
        "audit",
        both("展示的集中与同质", "Concentration and likeness"),
        answer,
        option=lines(
            "period_start",
            [
                (both("算法", "Algorithm"), "value_corrected", where),
                (both("随机展示", "By chance"), "value_by_chance", where),
            ],
            bands=[("lower", "width", where)],
        ),
        columns=[
            Column("period_start"),
            Column("value_corrected", heading=both("算法", "Algorithm"), digits=3),
            Column("value_by_chance", digits=3),
            Column("impressions"),
        ],
        choosers=[
            algorithm,
            Chooser.of_codes("metric", both("指标", "Metric"), answer.column("metric_code")),
        ],
        where=where,
        note=both(
            "随机展示为相同次数下均匀选取的结果；带状区间为95%。",
            "By chance: a uniform choice with as many impressions. The band holds 95 %.",
        ),
        is_wide=True,
    )


def _parity(warehouse: Warehouse, study: StudyInfo, algorithm: Chooser) -> list[Block]:
    parities = warehouse.ask(
        """
        select algorithm_code, group_kind, creator_group, exposure_parity, lower, upper,
            outcome_parity, items, exposures
        from marts.fct_exposure_parity
        where study_code = {study}
        order by algorithm_code, group_kind, creator_group
        """,
        study=study.code,
    )
    if not parities.rows:
        return []
    own = {"algorithm_code": chosen("algorithm")}
    return [
        Block(
            "parity",
            both("创作者曝光均衡", "Parity of creators"),
            parities,
            option=bars(
                "creator_group",
                [(both("曝光比", "Exposure parity"), "exposure_parity")],
                where=own,
                interval=("lower", "upper"),
            ),
            columns=[
                Column("creator_group"),
                Column("items"),
                Column("exposure_parity", digits=2),
                Column("outcome_parity", digits=2),
            ],
            choosers=[algorithm],
            where=own,
            note=both("1为与其目录份额相当。", "1 is as much as its share of the catalogue."),
        )
    ]
