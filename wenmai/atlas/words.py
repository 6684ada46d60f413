"""What the codes of the warehouse are called on a page, in both languages."""

from collections.abc import Iterable

from wenmai.atlas.blocks import Answer, both

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
    *("method_code", "split_code", "question", "source_code", "entity_kind"),
)
# Code → Chinese; in English a code reads well once its underscores are blanks.
CHINESE = {
    "all": "全部",
    # types of documents
    "policy": "政策",
    "industry_report": "行业报告",
    "news": "新闻",
    "annual_report": "年度报告",
    "park_material": "园区资料",
    "platform_text": "平台文本",
    "review": "评论",
    # roles and removals
    "core_hub": "核心枢纽",
    "bridge": "桥梁节点",
    "sub_node": "次级节点",
    "edge_node": "边缘节点",
    "betweenness": "按中介中心度",
    "random": "随机",
    # directions of indicators
    "positive": "正向",
    "negative": "负向",
    # measures of nodes
    "degree": "度",
    "in_degree": "入度",
    "out_degree": "出度",
    "in_strength": "入强度",
    "out_strength": "出强度",
    "closeness_in": "接近中心度（入）",
    "closeness_out": "接近中心度（出）",
    "pagerank": "PageRank",
    "relative_betweenness": "相对中介中心度",
    # measures of whole networks
    "average_path_length": "平均路径长度",
    "betweenness_centralization": "中介中心势",
    "core_periphery_fit": "核心—边缘拟合",
    "core_share": "核心节点份额",
    "degree_centralization": "度中心势",
    "in_degree_centralization": "入度中心势",
    "out_degree_centralization": "出度中心势",
    "degree_gini": "度的基尼系数",
    "in_degree_gini": "入度的基尼系数",
    "out_degree_gini": "出度的基尼系数",
    "strength_gini": "强度的基尼系数",
    "density": "密度",
    "diameter": "直径",
    "efficiency_robustness_betweenness": "效率稳健性（按中介）",
    "efficiency_robustness_degree": "效率稳健性（按度）",
    "efficiency_robustness_random": "效率稳健性（随机）",
    "robustness_betweenness": "稳健性（按中介）",
    "robustness_degree": "稳健性（按度）",
    "robustness_random": "稳健性（随机）",
    "global_efficiency": "全局效率",
    "largest_strong_share": "最大强连通份额",
    "largest_weak_share": "最大弱连通份额",
    "mean_clustering": "平均聚类系数",
    "mean_clustering_undirected": "平均聚类系数（无向）",
    "mean_weighted_clustering": "平均加权聚类系数",
    "mean_degree": "平均度",
    "n_isolated": "孤立节点数",
    "n_links": "联系数",
    "n_links_merged": "合并的联系数",
    "n_links_without_strength": "无强度的联系数",
    "n_loops_left_out": "略去的自环数",
    "n_nodes": "节点数",
    "n_pairs_in_largest": "最大子图中的节点对数",
    "n_pairs_with_path": "有路径的节点对数",
    "n_pairs_with_path_anywhere": "任意子图中有路径的节点对数",
    "n_strong_components": "强连通子图数",
    "n_weak_components": "弱连通子图数",
    "reciprocity": "互惠性",
    "top_tenth_link_share": "最强十分之一联系的份额",
    "total_strength": "总强度",
    "transitivity": "传递性",
    "omega": "小世界系数 ω",
    "sigma": "小世界系数 σ",
    # schemes of evaluation
    "baseline": "基线（最常见路径）",
    "persistence_baseline": "基线（维持上年路径）",
    "forward_in_time": "按时间向前",
    "grouped_by_unit": "按城市分组",
    "out_of_bag": "袋外",
    "paper_split": "论文的随机划分",
    # plausibility
    "level_jump": "水平跳变",
    "missing_between_observed": "前后有值而中间缺失",
    "not_positive": "非正值",
    "panel_jump": "整体跳变",
    "spike": "尖峰",
    # models and refreshes
    "estimated": "已估计",
    "refused": "未能估计",
    "pooled": "混合",
    "fixed": "固定",
    "between": "组间",
    "two_way": "双向固定",
    "published": "已发布",
    "failed": "失败",
    "unchanged": "无变化",
    "built": "已构建",
    "running": "进行中",
    "manual": "手动",
    "schedule": "定时",
    # knowledge graphs
    "popularity": "人气",
    "adamic_adar": "Adamic–Adar指数",
    "als": "交替最小二乘",
    "svd": "奇异值分解",
    "default": "默认（Adamic–Adar加交替最小二乘）",
    "distmult": "DistMult",
    "complex": "ComplEx",
    "rgcn": "关系图卷积网络",
    "judge": "三元组质量所用方法",
    "pair": "按实体对",
    "forward": "按时间向前",
    "who": "是谁",
    "which": "哪部作品",
    "drawn": "抽取的虚假三元组",
    "labels": "人工核实",
    "person": "人物",
    "institution": "机构",
    "work": "作品",
    "genre": "类型",
    "region": "地区",
    "self_loop": "自环",
    "type_clash": "类别不符",
    "functional_clash": "唯一关系有多个取值",
    "before_birth": "早于出生或成立",
    "after_death": "晚于去世或注销",
    "alias_duplicate": "别名重复",
    "missing_inverse": "缺少逆关系",
    "low_probability": "概率偏低",
    "too_few_entities": "实体过少",
    "too_many_entities": "实体过多",
    "same_name": "同名",
    "one_id_two_names": "一个编号多个名称",
    "ambiguous_name": "名称所指不明",
    "split_name": "同名而无联系",
    "work_without_roles": "作品没有参与者",
    "statement_unknown": "所述实体不在图谱中",
    "too_few_triples": "三元组过少",
    "nothing_to_calibrate": "不足以估计概率",
    "no_name": "没有写明是谁",
    "work_unknown": "作品不在作品表中",
    "relation_unknown": "关系未说明",
    "conflicting_graph_line": "两行说明不一致",
    "label_not_understood": "真假未能识别",
    # quarantine
    "above_valid_max": "高于有效上限",
    "below_valid_min": "低于有效下限",
    "conflicting_distance": "距离相互矛盾",
    "conflicting_duplicate": "同一单元格的值相互矛盾",
    "conflicting_label": "标签相互矛盾",
    "conflicting_node": "节点说明相互矛盾",
    "date_in_year_column": "年份列中是日期",
    "date_missing": "缺日期",
    "date_not_understood": "日期无法识别",
    "distance_missing": "缺距离",
    "distance_negative": "距离为负",
    "document_damaged": "文献损坏",
    "document_empty": "文献为空",
    "document_encrypted": "文献加密",
    "document_id_repeated": "文献编号重复",
    "document_kind_unknown": "文献格式未知",
    "document_not_decoded": "文献编码无法识别",
    "document_too_large": "文献过大",
    "document_type_missing": "缺文献类型",
    "document_type_unknown": "文献类型未知",
    "document_without_metadata": "文献不在清单中",
    "document_without_text": "文献无文字（扫描件）",
    "endpoint_missing": "联系缺一端",
    "file_not_read": "文件未能读取",
    "formula_without_value": "公式没有存值",
    "frequency_missing": "缺频次",
    "frequency_negative": "频次为负",
    "issuer_ambiguous": "发文地区有歧义",
    "issuer_unknown": "发文地区未知",
    "line_not_understood": "行无法识别",
    "measure_unit_not_convertible": "计量单位不能换算",
    "measure_unit_unknown": "计量单位未知",
    "metadata_ambiguous": "清单所指不明",
    "metadata_conflicting": "清单自相矛盾",
    "metadata_without_file": "清单所列文件不在",
    "name_not_matched": "名称不匹配",
    "path_unknown": "路径类型未知",
    "ragged_row": "行的单元格数不符",
    "record_not_understood": "记录无法识别",
    "section_not_read": "小节未读",
    "text_missing": "缺正文",
    "too_few_lines": "行数不足",
    "unit_ambiguous": "地名有歧义",
    "unit_unknown": "地名未知",
    "value_not_a_number": "值不是数字",
    "value_not_finite": "值不是有限数",
    "vertex_unknown": "顶点未知",
    "year_not_understood": "年份无法识别",
    # reasons about consumers
    "bot": "疑似机器",
    "no_person": "未写明人员",
    "not_a_number": "数值无法识别",
    "price_not_positive": "价格不大于零",
    "rating_off_scale": "评分超出量表",
    "returned": "退货",
    "time_not_understood": "时间无法识别",
    "time_out_of_range": "时间超出范围",
    "unknown_kind": "行为未知",
    "unlisted_item": "商品未列入",
    "few_labels": "标注过少",
    "one_sided_labels": "标注偏于一侧",
}


def word(code: str) -> dict[str, str]:
    """Return what a code is called in both languages.

    Examples
    --------
    >>> word("core_hub"), word("two_lane")
    ({'zh': '核心枢纽', 'en': 'core hub'}, {'zh': 'two_lane', 'en': 'two lane'})
    """
    return both(CHINESE.get(code, code), code.replace("_", " "))


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
