"""Which tables a study's workbook holds, and what their columns are called in Chinese."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """One sheet of the workbook.

    Parameters
    ----------
    title : str
        Name of the sheet, at most 31 characters.
    table : str
        Table without its schema; it has a column ``study_code``.
    headings : mapping
        Column → its Chinese heading, in the order of the sheet, which is also the order of rows.
    schema : {'marts', 'quality'}
        Where the table stands.
    """

    title: str
    table: str
    headings: Mapping[str, str]
    schema: str = "marts"

    @property
    def relation(self) -> str:
        """The table with its schema."""
        return f"{self.schema}.{self.table}"


@dataclass(frozen=True)
class NameOf:
    """Where the name of a code stands, which goes to the right of the code in every sheet.

    Parameters
    ----------
    column, table : str
        Column with the name, and its mart without schema.
    heading : str
        Chinese heading.
    keys : tuple of str
        Columns that both marts share.
    """

    column: str
    table: str
    heading: str
    keys: tuple[str, ...]


NAMES = {
    "unit_code": NameOf("unit_name_zh", "dim_units", "地区", ("unit_code",)),
    "indicator_code": NameOf(
        "indicator_name_zh", "dim_indicators", "指标", ("study_code", "indicator_code")
    ),
    "path_code": NameOf("path_name_zh", "dim_path_types", "发展路径", ("path_code",)),
}

SHEETS = (
    Sheet(
        "城市年度",
        "mart_city_year",
        {
            "unit_code": "行政区划代码",
            "unit_name_zh": "地区",
            "province_name_zh": "省份",
            "year": "年份",
            "innovation_score": "得分",
            "score_p05": "得分下限（5 %）",
            "score_p95": "得分上限（95 %）",
            "rank_in_year": "名次",
            "rank_p05": "名次下限",
            "rank_p95": "名次上限",
            "score_change": "得分变化",
            "observed_weight_share": "观测权重份额",
            "path_name_zh": "发展路径",
            "path_confidence": "路径置信度",
            "path_score": "路径强度",
            "network_code": "网络",
            "degree": "中心度",
            "relative_betweenness": "相对中介中心度",
            "role_code": "网络角色",
            "policy_support_share": "政策支持主题",
            "technology_embedding_share": "技术嵌入主题",
            "brand_communication_share": "品牌传播主题",
            "culture_tourism_integration_share": "文旅融合主题",
            "talent_support_share": "人才支持主题",
        },
    ),
    Sheet(
        "指标值",
        "fct_indicator_values",
        {
            "indicator_code": "指标代码",
            "unit_code": "行政区划代码",
            "year": "年份",
            "raw_value": "原值",
            "clean_value": "清洗后的值",
            "normalized_value": "标准化值",
            "measure_unit": "计量单位",
            "is_imputed": "是否插补",
            "imputation_method": "插补方法",
            "is_winsorized": "是否缩尾",
            "source_file": "来源文件",
            "source_row_number": "来源行号",
        },
    ),
    Sheet(
        "指标",
        "dim_indicators",
        {
            "indicator_code": "指标代码",
            "indicator_name_zh": "指标",
            "dimension_name_zh": "维度",
            "direction": "方向",
            "measure_unit": "计量单位",
            "is_in_index": "进入指数",
        },
    ),
    Sheet(
        "权重",
        "fct_indicator_weights",
        {
            "indicator_code": "指标代码",
            "weight_scope": "权重范围",
            "weight": "熵权",
            "critic_weight": "CRITIC 权重",
            "equal_weight": "等权",
            "pca_weight": "主成分权重",
            "zero_share": "零值份额",
        },
    ),
    Sheet(
        "路径得票",
        "fct_path_probabilities",
        {
            "unit_code": "行政区划代码",
            "year": "年份",
            "path_code": "路径代码",
            "votes": "得票",
            "vote_share": "得票份额",
        },
    ),
    Sheet(
        "网络节点",
        "fct_network_nodes",
        {
            "network_code": "网络",
            "year": "年份",
            "node_name": "节点",
            "out_degree": "出度",
            "in_degree": "入度",
            "degree": "中心度",
            "relative_betweenness": "相对中介中心度",
            "closeness_out": "接近中心度（出）",
            "closeness_in": "接近中心度（入）",
            "role_code": "角色",
        },
    ),
    Sheet(
        "网络数据说明",
        "fct_network_findings",
        {
            "network_code": "网络",
            "year": "年份",
            "finding_zh": "说明",
            "way_out_zh": "处理办法",
        },
    ),
    Sheet(
        "模型状态",
        "fct_model_status",
        {
            "model_code": "模型",
            "status": "状态",
            "reason_zh": "说明",
            "n_observations": "观测数",
            "n_units": "地区数",
            "n_years": "年份数",
            "n_missing": "缺值行数",
        },
    ),
    Sheet(
        "回归系数",
        "fct_regression_terms",
        {
            "model_code": "模型",
            "effect_type": "效应",
            "term_code": "变量代码",
            "term_name_zh": "变量",
            "coefficient": "系数",
            "standard_error": "标准误",
            "statistic_name": "统计量",
            "statistic": "统计量的值",
            "p_value": "p 值",
            "ci_low": "区间下限",
            "ci_high": "区间上限",
        },
    ),
    Sheet(
        "脉冲响应",
        "fct_impulse_responses",
        {
            "model_code": "模型",
            "response_kind": "种类",
            "impulse_code": "冲击",
            "response_code": "响应",
            "period": "期",
            "value": "响应值",
            "lower": "下限",
            "upper": "上限",
        },
    ),
    Sheet(
        "新兴词",
        "fct_emerging_terms",
        {
            "document_type": "文献类型",
            "term": "词",
            "is_emerging": "是否新兴",
            "recent_share": "近期份额",
            "baseline_share": "此前份额",
            "q_value": "q 值",
        },
    ),
    Sheet(
        "可疑数值",
        "fct_plausibility",
        {
            "unit_code": "行政区划代码",
            "year": "年份",
            "indicator_code": "指标代码",
            "check_code": "检查",
            "raw_value": "值",
            "expected_value": "预期值",
            "finding_zh": "说明",
        },
        schema="quality",
    ),
    Sheet(
        "隔离记录",
        "fct_quarantine",
        {
            "source_file": "文件",
            "sheet_name": "工作表",
            "row_number": "行号",
            "column_label": "列",
            "unit_name": "地区",
            "year_text": "年份",
            "value_text": "值",
            "reason_code": "原因",
            "reason_zh": "说明",
            "way_out_zh": "处理办法",
            "candidates": "可能的地区",
        },
        schema="quality",
    ),
)
