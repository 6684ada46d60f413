-- What stands in the quarantine, in words. {…} is filled in from the record.
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
    'document_empty': [
        "The file holds no text.",
        "Copy or download it again, or take it out of the folder.",
    ],
    'document_not_decoded': [
        "The text is in no encoding that fits.{detail}",
        "Save it as UTF-8, or name its encoding in study.yml (encoding).",
    ],
    'document_damaged': [
        "The file is damaged or incomplete.{detail}",
        "Copy or download it again, or save its text as .txt.",
    ],
    'document_encrypted': [
        "The file is protected with a password.",
        "Save it without a password.",
    ],
    'document_without_text': [
        "The pages are pictures without text, as a scanner makes them.{detail}",
        "Let a program recognise the text (OCR), and drop the result.",
    ],
    'document_too_large': [
        "The file is too large for one document.{detail}",
        "Split it, or save its text as .txt.",
    ],
    'document_kind_unknown': [
        "The file is of a kind that is not read.{detail}",
        "Save it as .docx, .pdf, .html or .txt.",
    ],
    'record_not_understood': [
        "The line is no record.{detail}",
        "Put the line right, or delete it.",
    ],
    'text_missing': [
        "The record has no text.{detail}",
        "Fill it in, or name the right field in study.yml (fields: text).",
    ],
    'metadata_without_file': [
        "No file is called ''{value}''.",
        "Put the file into the folder, put its name right, or delete the line.",
    ],
    'metadata_ambiguous': [
        "Several files are called ''{value}''.{detail}",
        "Write the path from the study folder.",
    ],
    'metadata_conflicting': [
        "Several lines of the metadata table describe the file differently.{detail}",
        "Keep the right one.",
    ],
    'document_without_metadata': [
        "No line of the metadata table names the file.",
        "Add a line, or take the file out of the folder.",
    ],
    'name_not_matched': [
        "The name of the file does not fit name_pattern.",
        "Rename the file, widen the pattern in study.yml, or describe the file in a metadata table.",
    ],
    'document_id_repeated': [
        "Another document of the study has the same id.",
        "Give every document an id of its own, or name no id column.",
    ],
    'document_type_missing': [
        "Nothing says what type of document it is.",
        "Fill in the type, or give the entry in study.yml one (type).",
    ],
    'document_type_unknown': [
        "''{value}'' is no type of document.",
        "Translate the word in study.yml (types), for example ''{value}'': policy.",
    ],
    'date_missing': [
        "Nothing says when the document was published.",
        "Fill in the date; a year is enough.",
    ],
    'date_not_understood': [
        "''{year}'' is no date.",
        "Write it like 2024-03-05, 2024-03 or 2024.",
    ],
    'issuer_unknown': [
        "No unit begins the name of the issuer ''{unit}''.",
        "Write the unit (沈阳市, 辽宁省, 全国 or a code), or leave it empty for documents of no unit.",
    ],
    'issuer_ambiguous': [
        "The issuer ''{unit}'' can belong to several units.",
        "Write the full name (吉林市, 吉林省) or the code.",
    ],
    'path_unknown': [
        "''{value}'' is no development path.",
        "Write a code or name of marts.dim_path_types.",
    ],
    'conflicting_label': [
        "Lines of the file give this unit and year different paths.",
        "Keep the right one.",
    ],
} %}

with
final as (
    {%- for code, (sentence, way_out) in reasons.items() %}
        select
            '{{ code }}' as reason_code,
            '{{ sentence }}' as reason_template,
            '{{ way_out }}' as way_out
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)

select * from final
