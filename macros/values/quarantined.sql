{# The columns of quality.fct_quarantine that domains hand over, with their types, in their order.
   The last ones are parts of the sentence only. #}
{% macro quarantined_columns() -%}
    {{ return({
        'study_code': 'varchar', 'mapping_code': 'varchar', 'source_file': 'varchar',
        'sheet_name': 'varchar', 'row_number': 'bigint', 'column_label': 'varchar',
        'indicator_code': 'varchar', 'unit_name': 'varchar', 'unit_code_text': 'varchar',
        'within_name': 'varchar', 'year_text': 'varchar', 'value_text': 'varchar',
        'measure_unit_text': 'varchar', 'unit_code': 'varchar', 'year': 'integer',
        'reason_code': 'varchar', 'candidates': 'varchar', 'reader_detail': 'varchar',
        'unit_said': 'varchar', 'measure_said': 'varchar', 'canonical_unit': 'varchar',
        'limit_value': 'double', 'lowest_value': 'double', 'highest_value': 'double',
        'way_out_text': 'varchar'
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
