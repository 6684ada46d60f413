"""Sheets of networks: their nodes, and what to know about their data."""

from wenmai.kit.sheets import Sheet

SHEETS = (
    Sheet(
        "网络节点",
        "fct_network_nodes",
        (
            "network_code",
            "year",
            "node_name",
            "out_degree",
            "in_degree",
            "degree",
            "relative_betweenness",
            "closeness_out",
            "closeness_in",
            "role_code",
        ),
    ),
    Sheet(
        "网络数据说明",
        "fct_network_findings",
        (
            "network_code",
            "year",
            "finding_zh",
            "way_out_zh",
        ),
    ),
)
