{#
    Join condition: what a text that shall name a unit means in its network.

    records: the lines; spelling: their column with the text; units: int_networks__units.
#}
{% macro names_unit(records, spelling, units) -%}
    {{ records }}.study_code = {{ units }}.study_code
    and {{ records }}.network_code = {{ units }}.network_code
    and {{ records }}.{{ spelling }} = {{ units }}.unit_name
{%- endmacro %}
