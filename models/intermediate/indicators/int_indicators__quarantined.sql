-- A view: what could not enter from tables. The words of the file come back from its records here.
{{ config(materialized='view') }}
{%- set parts = {
    'year': 'year_text',
    'value': 'value_text',
    'measure': 'measure_unit',
    'canonical': 'canonical_unit',
    'limit': readable('limit_value'),
    'low': readable('lowest_value'),
    'high': readable('highest_value'),
} -%}
{%- set unit = "coalesce(nullif(unit_name, ''), nullif(unit_code_text, '')" -%}

with
outcomes as (
    select * from {{ ref('int_indicators__record_outcomes') }}
    where outcome = 'quarantined'
),

records as (
    select * from {{ ref('stg_landing__indicator_records') }}
),

resolutions as (
    select * from {{ ref('int_units__names') }}
),

conversions as (
    select * from {{ ref('int_indicators__measure_conversions') }}
),

duplicates as (
    select * from {{ ref('int_indicators__duplicate_records') }}
),

reasons as (
    select * from {{ ref('int_quality__quarantine_reasons') }}
),

described as (
    select
        records.*,
        outcomes.unit_code,
        outcomes.year,
        outcomes.reason_code,
        reasons.reason_template,
        reasons.reason_template_zh,
        reasons.way_out,
        reasons.way_out_zh,
        resolutions.candidates,
        conversions.canonical_unit,
        duplicates.lowest_value,
        duplicates.highest_value,
        case outcomes.reason_code
            when 'below_valid_min' then conversions.valid_min
            when 'above_valid_max' then conversions.valid_max
        end as limit_value,
        coalesce(
            records.reader_detail, 'The year meant is probably ' || resolutions.likely_year || '.'
        ) as detail
    from outcomes
    inner join records
        on
            {{ same_record('outcomes', 'records') }}
    left join resolutions
        on
            {{ same_unit_texts('records', 'resolutions') }}
    left join conversions
        on
            records.study_code = conversions.study_code
            and records.indicator_code = conversions.indicator_code
            and records.measure_unit = conversions.measure_unit
    left join duplicates
        on
            {{ same_record('outcomes', 'duplicates') }}
    left join reasons
        on outcomes.reason_code = reasons.reason_code
),

said as (
    select
        *,
        {{ reader_detail_zh('detail') }} as detail_zh
    from described
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        row_number,
        column_label,
        indicator_code,
        unit_name,
        unit_code_text,
        within_name,
        year_text,
        value_text,
        measure_unit as measure_unit_text,
        unit_code,
        year,
        reason_code,
        {{ fill_in('reason_template', dict(
            parts, unit=unit ~ ", '(empty)')", detail="' ' || detail"
        ), fallback='detail') }} as reason,
        {{ fill_in('reason_template_zh', dict(
            parts, unit=unit ~ ", '（空）')", detail='detail_zh'
        ), fallback='detail_zh') }} as reason_zh,
        way_out,
        way_out_zh,
        case when reason_code in ('unit_unknown', 'unit_ambiguous') then candidates end
            as candidates
    from said
)

select * from final
