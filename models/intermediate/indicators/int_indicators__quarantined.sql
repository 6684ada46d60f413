-- A view: what could not enter from tables. The words of the file come back from its records here.
{{ config(materialized='view') }}

with
outcomes as (
    select * from {{ ref('int_indicators__record_outcomes') }}
    where outcome = 'quarantined'
),

records as (
    select * from {{ ref('stg_landing__indicator_records') }}
),

resolutions as (
    select * from {{ ref('int_indicators__unit_resolutions') }}
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
        reasons.way_out,
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
            outcomes.row_number = records.row_number
            and outcomes.column_label = records.column_label
            and outcomes.indicator_code = records.indicator_code
            and outcomes.source_file = records.source_file
            and outcomes.sheet_name = records.sheet_name
            and outcomes.mapping_code = records.mapping_code
            and outcomes.study_code = records.study_code
    left join resolutions
        on
            records.study_code = resolutions.study_code
            and records.mapping_code = resolutions.mapping_code
            and records.unit_name = resolutions.unit_name
            and records.unit_code_text = resolutions.unit_code_text
            and records.within_name = resolutions.within_name
            and records.year_text = resolutions.year_text
    left join conversions
        on
            records.study_code = conversions.study_code
            and records.indicator_code = conversions.indicator_code
            and records.measure_unit = conversions.measure_unit
    left join duplicates
        on
            outcomes.row_number = duplicates.row_number
            and outcomes.column_label = duplicates.column_label
            and outcomes.indicator_code = duplicates.indicator_code
            and outcomes.source_file = duplicates.source_file
            and outcomes.sheet_name = duplicates.sheet_name
            and outcomes.mapping_code = duplicates.mapping_code
            and outcomes.study_code = duplicates.study_code
    left join reasons
        on outcomes.reason_code = reasons.reason_code
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
        {{ fill_in('reason_template', {
            'unit': "coalesce(nullif(unit_name, ''), nullif(unit_code_text, ''), '(empty)')",
            'year': 'year_text',
            'value': 'value_text',
            'measure': 'measure_unit',
            'canonical': 'canonical_unit',
            'limit': readable('limit_value'),
            'low': readable('lowest_value'),
            'high': readable('highest_value'),
            'detail': "' ' || detail",
        }, fallback='detail') }} as reason,
        way_out,
        case when reason_code in ('unit_unknown', 'unit_ambiguous') then candidates end
            as candidates
    from described
)

select * from final
