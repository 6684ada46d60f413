-- Why a record of a graph stands in the quarantine, in words.
{{ config(materialized='view') }}
{% set reasons = {
    'no_name': [
        "''{value}'' for {unit}: the cell names nobody.", "{unit}（{value}）：该处没有写明是谁。",
        "Complete the list, or leave it: what is cut off is not made up.",
        "请补全名单；如不补，缺失部分不会被编造。",
    ],
    'work_unknown': [
        "{unit}: the table of works has no such work.", "{unit}：作品表中没有该作品。",
        "Add the work, or put its id right.",
        "请补充该作品，或更正作品编号。",
    ],
    'relation_unknown': [
        "''{value}'' is no relation of the graph.", "“{value}”不是图谱中的关系。",
        "Describe it under graph: relations, or correct the word.",
        "请在graph: relations中说明该关系，或更正用词。",
    ],
    'conflicting_graph_line': [
        "Two lines say different things of {unit}.", "两行对{unit}的说明不一致。",
        "Keep the right one, or give one of them another id.",
        "请只保留正确的一行，或为其中之一另给编号。",
    ],
    'label_not_understood': [
        "''{value}'' is neither true nor false.", "“{value}”既非“是”也非“否”。",
        "Write 是 or 否, true or false.",
        "请填写“是”或“否”。",
    ],
} %}

with
final as (
    {{ reason_rows(reasons) }}
)

select * from final
