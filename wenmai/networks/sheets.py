"""Sheets of networks: their nodes, and what to know about their data."""

from wenmai.kit.sheets import Sheet

SHEETS = (
    Sheet(
        "网络节点",
        "fct_network_nodes",
        {
            "network_code": "网络",
            "year": "年份",
            "node_name": "节点",
            "out_degree": "出度",
            "in_degree": "入度",
            "degree": "度",
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
)
