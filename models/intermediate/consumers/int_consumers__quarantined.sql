{%- set parts = {
    'year': "coalesce(outcomes.year_text, '')", 'value': "coalesce(outcomes.value_text, '')"
} -%}
-- Lines about consumers that could not enter the warehouse, in the columns of fct_quarantine.
with
outcomes as (
    select * from {{ ref('int_consumers__record_outcomes') }}
    where outcome = 'quarantined'
),

reasons as (
    select * from {{ ref('int_consumers__quarantine_reasons') }}
),

final as (
    select
        outcomes.study_code,
        outcomes.mapping_code,
        outcomes.source_file,
        outcomes.sheet_name,
        outcomes.row_number,
        outcomes.column_label,
        '' as indicator_code,
        outcomes.unit_name,
        '' as unit_code_text,
        '' as within_name,
        outcomes.year_text,
        outcomes.value_text,
        null::varchar as measure_unit_text,
        null::varchar as unit_code,
        outcomes.year,
        outcomes.reason_code,
        {{ fill_in('reasons.reason_template', parts) }} as reason,
        {{ fill_in('reasons.reason_template_zh', parts) }} as reason_zh,
        reasons.way_out,
        reasons.way_out_zh,
        null::varchar as candidates
    from outcomes
    left join reasons on outcomes.reason_code = reasons.reason_code
)

select * from final
