{# The columns of quality.fct_quarantine that domains hand over, with their types, in their order.
   The last ones are parts of the sentence only. #}
{% macro quarantined_columns() -%}
    {{ return({
        'study_code': 'string', 'mapping_code': 'string', 'source_file': 'string',
        'sheet_name': 'string', 'row_number': 'bigint', 'column_label': 'string',
        'indicator_code': 'string', 'unit_name': 'string', 'unit_code_text': 'string',
        'within_name': 'string', 'year_text': 'string', 'value_text': 'string',
        'measure_unit_text': 'string', 'unit_code': 'string', 'year': 'integer',
        'reason_code': 'string', 'candidates': 'string', 'reader_detail': 'string',
        'unit_said': 'string', 'measure_said': 'string', 'canonical_unit': 'string',
        'limit_value': 'double', 'lowest_value': 'double', 'highest_value': 'double',
        'way_out_text': 'string'
    }) }}
{%- endmacro %}

{#
    A select of what could not enter the warehouse, in the columns that fct_quarantine unites.

    relation: where a column stands that is not named here. columns: column → SQL expression, for
    those that are called otherwise, come from elsewhere, or that a domain does not have by itself.
#}
{% macro quarantined(relation, columns={}) -%}
    {%- set absent = {
        'indicator_code': "''", 'unit_code_text': "''", 'within_name': "''",
        'measure_unit_text': 'null', 'unit_code': 'null', 'candidates': 'null',
        'reader_detail': 'null', 'measure_said': 'null', 'canonical_unit': 'null',
        'limit_value': 'null', 'lowest_value': 'null', 'highest_value': 'null',
        'way_out_text': 'null', 'unit_said': "nullif(" ~ relation ~ ".unit_name, '')"
    } -%}
    select
    {%- for column, kind in quarantined_columns().items() %}
        {%- set expression = columns.get(column, absent.get(column, relation ~ '.' ~ column)) %}
        ({{ expression }})::{{ kind }} as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
