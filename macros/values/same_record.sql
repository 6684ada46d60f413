{# Join condition: two rows speak of one record of a table, that is of one cell of a file. #}
{% macro same_record(one, other) -%}
    {{ one }}.row_number = {{ other }}.row_number
    and {{ one }}.column_label = {{ other }}.column_label
    and {{ one }}.indicator_code = {{ other }}.indicator_code
    and {{ one }}.source_file = {{ other }}.source_file
    and {{ one }}.sheet_name = {{ other }}.sheet_name
    and {{ one }}.mapping_code = {{ other }}.mapping_code
    and {{ one }}.study_code = {{ other }}.study_code
{%- endmacro %}

{# Join condition: what the texts of a record that name a unit and a year were resolved to. #}
{% macro same_unit_texts(records, resolutions) -%}
    {{ records }}.study_code = {{ resolutions }}.study_code
    and {{ records }}.mapping_code = {{ resolutions }}.mapping_code
    and {{ records }}.unit_name = {{ resolutions }}.unit_name
    and {{ records }}.unit_code_text = {{ resolutions }}.unit_code_text
    and {{ records }}.within_name = {{ resolutions }}.within_name
    and {{ records }}.year_text = {{ resolutions }}.year_text
{%- endmacro %}
