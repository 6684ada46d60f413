-- Why a link, node or distance stands in the quarantine, in words.
-- {…} is filled in from the record.
{{ config(materialized='view') }}
{% set reasons = {
    'endpoint_missing': [
        "The line does not name everything that it should link or describe.",
        "Fill in the empty cell, or delete the line.",
    ],
    'vertex_unknown': [
        "The line names a vertex that the network has not.{detail}",
        "Put the number right, or the number of vertices behind *Vertices.",
    ],
    'line_not_understood': [
        "The line is not understood.{detail}",
        "Put the line right, or delete it.",
    ],
    'too_few_lines': [
        "Something announced is not there.{detail}",
        "Complete the section, or export the file again.",
    ],
    'section_not_read': [
        "A section of a kind that is not read.{detail}",
        "Nothing to do where the network does not need it.",
    ],
    'frequency_missing': [
        "The link has no frequency.",
        "Fill in the cell; write 0 where there is no link.",
    ],
    'frequency_negative': [
        "{value} is less than zero: a link cannot be negative.",
        "Put the frequency right in the file.",
    ],
    'conflicting_node': [
        "Two lines say different things of the node ''{unit}''.",
        "Keep the right one.",
    ],
    'distance_missing': [
        "The pair has no distance.",
        "Fill in the cell.",
    ],
    'distance_negative': [
        "{value} is less than zero: no distance is.",
        "Put the distance right in the file.",
    ],
    'conflicting_distance': [
        "Two lines give different distances for the pair.",
        "Keep the right one.",
    ],
} %}

with
final as (
    {{ reason_rows(reasons) }}
)

select * from final
