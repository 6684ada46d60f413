"""Sheets of graphs: suspicious triples with their reasons, and the most popular."""

from wenmai.kit.sheets import Sheet

SHEETS = (
    Sheet(
        "三元组质量",
        "fct_triple_quality",
        {
            "head_name": "主体",
            "relation_code": "关系",
            "tail_name": "作品",
            "valid_from": "年份",
            "probability": "概率",
            "is_suspicious": "是否可疑",
            "reason_zh": "理由",
        },
    ),
    Sheet(
        "图谱评估",
        "fct_graph_evaluation",
        {
            "split_code": "划分",
            "method_code": "方法",
            "relation_code": "关系",
            "question": "问题",
            "mrr": "平均倒数排名",
            "mrr_lower": "下限",
            "mrr_upper": "上限",
            "n_queries": "问题数",
        },
    ),
)
