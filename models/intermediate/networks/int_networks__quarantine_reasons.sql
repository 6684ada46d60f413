-- Why a link, node or distance stands in the quarantine, in words.
-- {…} is filled in from the record. Reason and way out, each in English and Chinese.
{{ config(materialized='view') }}
{% set reasons = {
    'endpoint_missing': [
        "The line does not name everything that it should link or describe.", "该行没有写全所连接或所描述的对象。",
        "Fill in the empty cell, or delete the line.",
        "请补全空单元格，或删除该行。",
    ],
    'vertex_unknown': [
        "The line names a vertex that the network has not.{detail}", "该行引用的顶点不在网络中。{detail}",
        "Put the number right, or the number of vertices behind *Vertices.",
        "请更正编号，或更正*Vertices后的顶点数。",
    ],
    'line_not_understood': [
        "The line is not understood.{detail}", "该行无法识别。{detail}",
        "Put the line right, or delete it.",
        "请更正或删除该行。",
    ],
    'too_few_lines': [
        "Something announced is not there.{detail}", "所声明的内容不全。{detail}",
        "Complete the section, or export the file again.",
        "请补全该节，或重新导出文件。",
    ],
    'section_not_read': [
        "A section of a kind that is not read.{detail}", "该类节不予读取。{detail}",
        "Nothing to do where the network does not need it.",
        "若网络不需要该节，无须处理。",
    ],
    'frequency_missing': [
        "The link has no frequency.", "该联系缺少频次。",
        "Fill in the cell; write 0 where there is no link.",
        "请填写单元格；没有联系的填0。",
    ],
    'frequency_negative': [
        "{value} is less than zero: a link cannot be negative.", "{value}小于零：联系的频次不能为负。",
        "Put the frequency right in the file.",
        "请在文件中更正频次。",
    ],
    'conflicting_node': [
        "Two lines say different things of the node ''{unit}''.", "两行对节点“{unit}”的说明不一致。",
        "Keep the right one.",
        "请只保留正确的一行。",
    ],
    'distance_missing': [
        "The pair has no distance.", "该对地区缺少距离。",
        "Fill in the cell.",
        "请填写单元格。",
    ],
    'distance_negative': [
        "{value} is less than zero: no distance is.", "{value}小于零：距离不能为负。",
        "Put the distance right in the file.",
        "请在文件中更正距离。",
    ],
    'conflicting_distance': [
        "Two lines give different distances for the pair.", "两行对同一对地区给出不同的距离。",
        "Keep the right one.",
        "请只保留正确的一行。",
    ],
} %}

with
final as (
    {{ reason_rows(reasons) }}
)

select * from final
