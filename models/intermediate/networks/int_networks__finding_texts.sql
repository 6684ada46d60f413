-- What the findings about networks say. {…} is filled in from the finding.
{% set findings = {
    'mass_missing': [
        '{node} has no value of {detail}: it stays out of the network of {year}.',
        '{node}缺少{detail}，未进入{year}年网络。',
        'Supply the value, allow interpolation (max_gap_years), or take another mass.',
    ],
    'mass_negative': [
        'A mass of {node} is negative ({detail}): it stays out of the network of {year}.',
        '{node}的质量指标为负（{detail}），未进入{year}年网络。',
        'Correct the cell in corrections.csv, or set valid_min of the indicator.',
    ],
    'mass_zero': [
        'A mass of {node} is zero ({detail}): it would attract nothing and stays out of {year}.',
        '{node}的质量指标为零（{detail}），未进入{year}年网络。',
        'Correct the cell in corrections.csv, or take another mass.',
    ],
    'coordinates_missing': [
        '{node} has no coordinates: it has no distance to anyone and stays unlinked.',
        '{node}没有坐标，无法计算距离。',
        'Give a table of distances (distance: table).',
    ],
    'distance_missing': [
        'The table gives no distance between {node} and {other}: the pair is not linked.',
        '距离表中没有{node}与{other}之间的距离，该对未连接。',
        'Add the line to the table of distances.',
    ],
    'distance_zero': [
        'The distance between {node} and {other} is zero, the strength would be infinite: not linked.',
        '{node}与{other}之间的距离为零，该对未连接。',
        'Put the distance right in the table.',
    ],
    'income_gap_floored': [
        'Ordered pairs of {year} with incomes closer than the floor: {n}, the floor was used.',
        '{year}年有{n}对（有向）收入差低于下限，按下限计算。',
        'Set distance.gap_floor if the floor is too high.',
    ],
    'self_loop': [
        'Lines of {year} that link a node with itself: {n} (first: {node}), left out.',
        '{year}年有{n}行为自环（如{node}），已剔除。',
        'Delete the lines if they are mistakes.',
    ],
    'zero_link': [
        'Lines of {year} with the frequency 0: {n} (first: {node} – {other}), no link.',
        '{year}年有{n}行频次为零（如{node}–{other}），不计为连接。',
        'Nothing to do where zero means none.',
    ],
    'duplicate_link': [
        'Lines of {year} that name a pair again: {n} (first: {node} – {other}), added up.',
        '{year}年有{n}行重复同一对（如{node}–{other}），频次已相加。',
        'Delete lines that stand in the file by mistake.',
    ],
    'outside_years': [
        'Lines of {year}, which is not a year of the network: {n}, not used.',
        '{n}行属于{year}年，不在网络年份内，未使用。',
        'Widen the years of the study or network if they belong to it.',
    ],
    'node_without_unit': [
        'Lines of {year} with a node without unit: {n} (first: {node} – {other}), no link of units.',
        '{year}年有{n}行的节点没有所属地区（如{node}–{other}），未计入地区网络。',
        'Give the node a city in the table of nodes.',
    ],
    'link_within_unit': [
        'Lines of {year} inside one unit: {n} (first: {node} – {other}), no link between units.',
        '{year}年有{n}行为同一地区内部的连接（如{node}–{other}），不计入地区间网络。',
        'Nothing to do: links inside a unit are no links between units.',
    ],
    'isolated_node': [
        'Nodes without a link in {year}: {n} (first: {node}), counted with degree 0.',
        '{year}年有{n}个孤立节点（如{node}），度为零。',
        'Nothing to do where they belong to the network.',
    ],
    'empty_network': [
        'Nothing is linked in {year}.',
        '{year}的网络中没有任何连接。',
        'Look into quality.fct_quarantine, and at the threshold and the years of the network.',
    ],
    'node_unlisted': [
        'Nodes that the table of nodes does not know: {n} (first: {node}), without name and unit.',
        '{n}个节点不在节点表中（如{node}），没有名称和所属地区。',
        'Add them to the table of nodes, or put the spelling right.',
    ],
    'city_unknown': [
        'No unit is called {node}; nodes that have no unit for it: {n}.{detail}',
        '没有名为{node}的地区（{n}个节点）。',
        'Put the city right in the table of nodes.',
    ],
    'city_ambiguous': [
        '{node} can mean several units; nodes that have no unit for it: {n}.{detail}',
        '{node}可指多个地区（{n}个节点）。',
        'Write the six-digit code in the table of nodes.',
    ],
    'city_out_of_scope': [
        '{node} is no unit of the study; nodes that count in the network only: {n}.',
        '{node}不属于研究地区（{n}个节点）。',
        'Nothing to do where the network reaches beyond the study.',
    ],
    'relations_added_up': [
        'The file has {n} relations: their links were added up.',
        '文件含{n}种关系，已合并相加。',
        'Name one under relation to keep it apart.',
    ],
} %}

with
final as (
    {%- for code, (sentence, sentence_zh, way_out) in findings.items() %}
        select
            '{{ code }}' as finding_code,
            '{{ sentence }}' as sentence,
            '{{ sentence_zh }}' as sentence_zh,
            '{{ way_out }}' as way_out
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)

select * from final
