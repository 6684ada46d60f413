-- Why a record of a table stands in the quarantine, in words.
-- {…} is filled in from the record. Reason and way out, each in English and Chinese.
{{ config(materialized='view') }}
{% set reasons = {
    'unit_unknown': [
        "No unit of this level is called ''{unit}''.", "该层级没有名为“{unit}”的地区。",
        "Put the name right in the file, or leave such lines out in the mapping (where, skip, stop_at).",
        "请在文件中更正名称，或在映射中排除此类行（where、skip、stop_at）。",
    ],
    'unit_ambiguous': [
        "''{unit}'' can mean several units.", "“{unit}”可指多个地区。",
        "Name a column with the code or the province in the mapping (unit: code, within).",
        "请在映射中指定代码列或省份列（unit: code、within）。",
    ],
    'year_not_understood': [
        "''{year}'' is no year.", "“{year}”不是年份。",
        "Put the year right in the file, or name the right column in the mapping (year).",
        "请在文件中更正年份，或在映射中指定正确的列（year）。",
    ],
    'date_in_year_column': [
        "The year cell is formatted as a date.{detail}", "年份单元格为日期格式。{detail}",
        "Format the column as a number in the file and save it again.",
        "请在文件中将该列设为数值格式后重新保存。",
    ],
    'value_not_a_number': [
        "''{value}'' is no number.", "“{value}”不是数字。",
        "Put the value right in the file, or add the text to the missing marks of the mapping (missing).",
        "请在文件中更正数值，或将该文本加入映射的缺失标记（missing）。",
    ],
    'value_not_finite': [
        "''{value}'' is no finite number.", "“{value}”不是有限数。",
        "Put the value right in the file, or add the text to the missing marks of the mapping (missing).",
        "请在文件中更正数值，或将该文本加入映射的缺失标记（missing）。",
    ],
    'formula_without_value': [
        "The cell holds a formula without a stored result.", "单元格为公式，但没有保存计算结果。",
        "Open the file in a spreadsheet program, save it and drop it again.",
        "请用电子表格软件打开并保存该文件，然后重新放入。",
    ],
    'ragged_row': [
        "The line has more or fewer cells than the heading.", "该行的单元格数与表头不符。",
        "Look for a separator inside a cell, or for a missing cell, in this line of the file.",
        "请检查该行是否有单元格内含分隔符，或缺少单元格。",
    ],
    'measure_unit_unknown': [
        "The unit of measure ''{measure}'' is not known.", "未知的计量单位“{measure}”。",
        "Write one of reference.measure_units in the mapping (unit).",
        "请在映射中填写reference.measure_units所列的单位（unit）。",
    ],
    'measure_unit_not_convertible': [
        "''{measure}'' does not convert into {canonical}.", "“{measure}”不能换算为{canonical}。",
        "Put the unit right in the mapping, or change the unit of the indicator in study.yml.",
        "请在映射中更正单位，或在study.yml中修改该指标的单位。",
    ],
    'below_valid_min': [
        "{value} {measure} is less than the least possible {limit} {canonical}.", "{value}{measure}低于有效下限{limit}{canonical}。",
        "Correct the cell in corrections.csv, or change valid_min of the indicator in study.yml.",
        "请在corrections.csv中更正该单元格，或在study.yml中修改该指标的valid_min。",
    ],
    'above_valid_max': [
        "{value} {measure} is more than the greatest possible {limit} {canonical}.", "{value}{measure}高于有效上限{limit}{canonical}。",
        "Check the unit of measure in the mapping, or change valid_max of the indicator in study.yml.",
        "请核对映射中的计量单位，或在study.yml中修改该指标的valid_max。",
    ],
    'conflicting_duplicate': [
        "Sources of the same priority give values from {low} to {high} {canonical} for this cell.", "同一优先级的来源对该单元格给出{low}至{high}{canonical}的不同数值。",
        "Give one mapping a higher priority, or decide in corrections.csv (expect nothing).",
        "请提高其中一个映射的优先级，或在corrections.csv中裁定（expect留空）。",
    ],
} %}

with
final as (
    {{ reason_rows(reasons) }}
)

select * from final
