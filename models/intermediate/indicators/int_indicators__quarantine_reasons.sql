-- Why a record of a table stands in the quarantine, in words.
-- {…} is filled in from the record.
{{ config(materialized='view') }}
{% set reasons = {
    'unit_unknown': [
        "No unit of this level is called ''{unit}''.",
        "Put the name right in the file, or leave such lines out in the mapping (where, skip, stop_at).",
    ],
    'unit_ambiguous': [
        "''{unit}'' can mean several units.",
        "Name a column with the code or the province in the mapping (unit: code, within).",
    ],
    'year_not_understood': [
        "''{year}'' is no year.",
        "Put the year right in the file, or name the right column in the mapping (year).",
    ],
    'date_in_year_column': [
        "The year cell is formatted as a date.{detail}",
        "Format the column as a number in the file and save it again.",
    ],
    'value_not_a_number': [
        "''{value}'' is no number.",
        "Put the value right in the file, or add the text to the missing marks of the mapping (missing).",
    ],
    'value_not_finite': [
        "''{value}'' is no finite number.",
        "Put the value right in the file, or add the text to the missing marks of the mapping (missing).",
    ],
    'formula_without_value': [
        "The cell holds a formula without a stored result.",
        "Open the file in a spreadsheet program, save it and drop it again.",
    ],
    'ragged_row': [
        "The line has more or fewer cells than the heading.",
        "Look for a separator inside a cell, or for a missing cell, in this line of the file.",
    ],
    'measure_unit_unknown': [
        "The unit of measure ''{measure}'' is not known.",
        "Write one of reference.measure_units in the mapping (unit).",
    ],
    'measure_unit_not_convertible': [
        "''{measure}'' does not convert into {canonical}.",
        "Put the unit right in the mapping, or change the unit of the indicator in study.yml.",
    ],
    'below_valid_min': [
        "{value} {measure} is less than the least possible {limit} {canonical}.",
        "Correct the cell in corrections.csv, or change valid_min of the indicator in study.yml.",
    ],
    'above_valid_max': [
        "{value} {measure} is more than the greatest possible {limit} {canonical}.",
        "Check the unit of measure in the mapping, or change valid_max of the indicator in study.yml.",
    ],
    'conflicting_duplicate': [
        "Sources of the same priority give values from {low} to {high} {canonical} for this cell.",
        "Give one mapping a higher priority, or decide in corrections.csv (expect nothing).",
    ],
} %}

with
final as (
    {{ reason_rows(reasons) }}
)

select * from final
