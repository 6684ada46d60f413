{%- set unit = "coalesce(doubtful.doubtful_name, nullif(outcomes.unit_name, '')" -%}
{%- set parts = {'year': 'outcomes.year_text', 'value': 'outcomes.value_text'} -%}
{%- set detail_zh = reader_detail_zh('outcomes.reader_detail') -%}
-- Lines of networks that could not enter the warehouse, in the columns of fct_quarantine.
with
outcomes as (
    select * from {{ ref('int_networks__record_outcomes') }}
    where outcome = 'quarantined'
),

units as (
    select * from {{ ref('int_units__names') }}
    where unit_status in ('unknown', 'ambiguous')
),

reasons as (
    select * from {{ ref('int_quality__quarantine_reasons') }}
),

-- of a line that names two units, the one that is not understood
doubtful as (
    select
        outcomes.study_code,
        outcomes.mapping_code,
        outcomes.unit_name,
        min(units.unit_name) as doubtful_name,
        min(units.candidates) as candidates
    from outcomes
    inner join units
        on
            outcomes.study_code = units.study_code
            and 'network ' || outcomes.mapping_code = units.mapping_code
    where
        outcomes.reason_code in ('unit_unknown', 'unit_ambiguous')
        and instr(' ' || outcomes.unit_name || ' ', ' ' || units.unit_name || ' ') > 0
    group by outcomes.study_code, outcomes.mapping_code, outcomes.unit_name
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
        {{ fill_in('reasons.reason_template', dict(
            parts, unit=unit ~ ", '(empty)')", detail="' ' || outcomes.reader_detail"
        ), fallback='outcomes.reader_detail') }} as reason,
        {{ fill_in('reasons.reason_template_zh', dict(
            parts, unit=unit ~ ", '（空）')", detail=detail_zh
        ), fallback=detail_zh) }} as reason_zh,
        reasons.way_out,
        reasons.way_out_zh,
        doubtful.candidates
    from outcomes
    left join doubtful
        on
            outcomes.study_code = doubtful.study_code
            and outcomes.mapping_code = doubtful.mapping_code
            and outcomes.unit_name = doubtful.unit_name
    left join reasons
        on outcomes.reason_code = reasons.reason_code
)

select * from final
