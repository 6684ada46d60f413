-- What the findings about networks say. {…} is filled in from the finding.
{% set findings = {
    'mass_missing': [
        '{node} has no value of {detail}: it stays out of the network of {year}.',
        '{node}缺少{detail}，未进入{year}网络。',
        'Supply the value, allow interpolation (max_gap_years), or take another mass.',
        '请补充数值，或允许插值（max_gap_years），或改用其他质量指标。'],
    'mass_negative': [
        'A mass of {node} is negative ({detail}): it stays out of the network of {year}.',
        '{node}的质量指标为负（{detail}），未进入{year}网络。',
        'Correct the cell in corrections.csv, or set valid_min of the indicator.',
        '请在corrections.csv中更正该单元格，或设置该指标的valid_min。'],
    'mass_zero': [
        'A mass of {node} is zero ({detail}): it would attract nothing and stays out of {year}.',
        '{node}的质量指标为零（{detail}），没有引力，未进入{year}网络。',
        'Correct the cell in corrections.csv, or take another mass.',
        '请在corrections.csv中更正该单元格，或改用其他质量指标。'],
    'coordinates_missing': [
        '{node} has no coordinates: it has no distance to anyone and stays unlinked.',
        '{node}没有坐标，无法计算距离，未建立联系。',
        'Give a table of distances (distance: table).',
        '请提供距离表（distance: table）。'],
    'distance_missing': [
        'The table gives no distance between {node} and {other}: the pair is not linked.',
        '距离表中没有{node}与{other}之间的距离，两地未建立联系。',
        'Add the line to the table of distances.',
        '请在距离表中补充该行。'],
    'distance_zero': [
        'The distance between {node} and {other} is zero, the strength would be infinite: not linked.',
        '{node}与{other}之间的距离为零，强度将为无穷大，两地未建立联系。',
        'Put the distance right in the table.',
        '请在距离表中更正距离。'],
    'income_gap_floored': [
        'Ordered pairs of {year} with incomes closer than the floor: {n}, the floor was used.',
        '{year}有{n}对（有向）收入差低于下限，按下限计算。',
        'Set distance.gap_floor if the floor is too high.',
        '若下限过高，请设置distance.gap_floor。'],
    'self_loop': [
        'Lines of {year} that link a node with itself: {n} (first: {node}), left out.',
        '{year}有{n}行属自环（如{node}），已剔除。',
        'Delete the lines if they are mistakes.',
        '如系误录，请删除这些行。'],
    'zero_link': [
        'Lines of {year} with the frequency 0: {n} (first: {node} – {other}), no link.',
        '{year}有{n}行频次为0（如{node}–{other}），不计为联系。',
        'Nothing to do where zero means none.',
        '若零表示没有联系，无须处理。'],
    'duplicate_link': [
        'Lines of {year} that name a pair again: {n} (first: {node} – {other}), added up.',
        '{year}有{n}行重复同一对节点（如{node}–{other}），频次已相加。',
        'Delete lines that stand in the file by mistake.',
        '如系误录，请删除文件中的重复行。'],
    'outside_years': [
        'Lines of {year}, which is not a year of the network: {n}, not used.',
        '{n}行属于{year}，不在网络年份内，未使用。',
        'Widen the years of the study or network if they belong to it.',
        '若属于研究范围，请扩大研究或网络的年份。'],
    'node_without_unit': [
        'Lines of {year} with a node without unit: {n} (first: {node} – {other}), no link of units.',
        '{year}有{n}行的节点没有所属地区（如{node}–{other}），不计入地区间网络。',
        'Give the node a city in the table of nodes.',
        '请在节点表中为节点填写城市。'],
    'link_within_unit': [
        'Lines of {year} inside one unit: {n} (first: {node} – {other}), no link between units.',
        '{year}有{n}行属同一地区内部的联系（如{node}–{other}），不计入地区间网络。',
        'Nothing to do: links inside a unit are no links between units.',
        '无须处理：地区内部的联系不属于地区间联系。'],
    'isolated_node': [
        'Nodes without a link in {year}: {n} (first: {node}), counted with degree 0.',
        '{year}有{n}个孤立节点（如{node}），度为0。',
        'Nothing to do where they belong to the network.',
        '若节点确属该网络，无须处理。'],
    'empty_network': [
        'Nothing is linked in {year}.',
        '{year}网络中没有任何联系。',
        'Look into quality.fct_quarantine, and at the threshold and the years of the network.',
        '请查看quality.fct_quarantine，并检查网络的阈值和年份。'],
    'node_unlisted': [
        'Nodes that the table of nodes does not know: {n} (first: {node}), without name and unit.',
        '{n}个节点不在节点表中（如{node}），没有名称和所属地区。',
        'Add them to the table of nodes, or put the spelling right.',
        '请将其加入节点表，或更正写法。'],
    'city_unknown': [
        'No unit is called {node}; nodes that have no unit for it: {n}.{detail}',
        '没有名为{node}的地区，{n}个节点因此没有所属地区。{detail}',
        'Put the city right in the table of nodes.',
        '请在节点表中更正城市。'],
    'city_ambiguous': [
        '{node} can mean several units; nodes that have no unit for it: {n}.{detail}',
        '{node}可指多个地区，{n}个节点因此没有所属地区。{detail}',
        'Write the six-digit code in the table of nodes.',
        '请在节点表中填写六位代码。'],
    'city_out_of_scope': [
        '{node} is no unit of the study; nodes that count in the network only: {n}.',
        '{node}不属于研究地区，{n}个节点只计入网络。',
        'Nothing to do where the network reaches beyond the study.',
        '若网络本就超出研究地区，无须处理。'],
    'relations_added_up': [
        'The file has {n} relations: their links were added up.',
        '文件含{n}种关系，已合并相加。',
        'Name one under relation to keep it apart.',
        '如需单独使用某种关系，请在relation中指定。'],
} %}

with
final as (
    {%- for code, (sentence, sentence_zh, way_out, way_out_zh) in findings.items() %}
        select
            '{{ code }}' as finding_code,
            '{{ sentence }}' as sentence,
            '{{ sentence_zh }}' as sentence_zh,
            '{{ way_out }}' as way_out,
            '{{ way_out_zh }}' as way_out_zh
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)

select * from final
