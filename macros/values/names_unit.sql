{#
    Join condition: what a text that shall name a unit means in its network.

    records: the lines; spelling: their column with the text; units: int_units__names.
#}
{% macro names_unit(records, spelling, units) -%}
    {{ records }}.study_code = {{ units }}.study_code
    and 'network ' || {{ records }}.network_code = {{ units }}.mapping_code
    and {{ records }}.{{ spelling }} = {{ units }}.unit_name
{%- endmacro %}
