-- One narrow row per record. The first thing found wrong is the reason; a torn line comes first,
-- because nothing in it stands where it should, and then whether the record concerns the study.
with
indicator_records as (
    select * from {{ ref('stg_landing__indicator_records') }}
),

unit_resolutions as (
    select * from {{ ref('int_units__names') }}
),

measure_conversions as (
    select * from {{ ref('int_indicators__measure_conversions') }}
),

source_mappings as (
    select * from {{ ref('stg_config__source_mappings') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

joined as (
    select
        indicator_records.study_code,
        indicator_records.mapping_code,
        indicator_records.source_file,
        indicator_records.sheet_name,
        indicator_records.row_number,
        indicator_records.column_label,
        unit_resolutions.unit_code,
        {{ step_of_record(
            'unit_resolutions.year', 'indicator_records.year_text', 'studies.first_year'
        ) }} as year,
        -- where the study counts in periods they are its steps
        case
            when
                {{ is_period('indicator_records.year_text') }}
                and {{ steps_per_year('studies.first_year') }} = 1
                then indicator_records.year_text
            else ''
        end as period_code,
        indicator_records.indicator_code,
        source_mappings.priority,
        studies.first_year,
        studies.last_year,
        unit_resolutions.unit_status,
        unit_resolutions.is_code_disagreeing,
        indicator_records.reader_issue,
        coalesce(trim(indicator_records.value_text), '') = '' as is_blank,
        {{ parse_number('indicator_records.value_text') }} as parsed_value,
        measure_conversions.factor,
        measure_conversions.reason_code as measure_reason,
        measure_conversions.valid_min,
        measure_conversions.valid_max,
        unit_resolutions.likely_year
    from indicator_records
    inner join unit_resolutions
        on
            {{ same_unit_texts('indicator_records', 'unit_resolutions') }}
    inner join measure_conversions
        on
            indicator_records.study_code = measure_conversions.study_code
            and indicator_records.indicator_code = measure_conversions.indicator_code
            and indicator_records.measure_unit = measure_conversions.measure_unit
    left join source_mappings
        on
            indicator_records.study_code = source_mappings.study_code
            and indicator_records.mapping_code = source_mappings.mapping_code
    left join studies
        on indicator_records.study_code = studies.study_code
),

converted as (
    select
        *,
        year between first_year and last_year as is_study_year,
        case when {{ is_finite('parsed_value') }} then parsed_value * factor end as value
    from joined
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        row_number,
        column_label,
        unit_code,
        year,
        period_code,
        indicator_code,
        value,
        is_blank,
        priority,
        coalesce(is_study_year, false) as is_study_year,
        is_code_disagreeing,
        unit_status = 'out_of_scope' and coalesce(reader_issue, '') != 'ragged_row'
            as is_out_of_scope,
        case
            when reader_issue = 'ragged_row' then reader_issue
            when unit_status = 'unknown' then 'unit_unknown'
            when unit_status = 'ambiguous' then 'unit_ambiguous'
            when unit_status = 'out_of_scope' then null
            when reader_issue is not null then reader_issue
            when likely_year is not null then 'date_in_year_column'
            when year is null then 'year_not_understood'
            when is_blank then null
            when measure_reason is not null then measure_reason
            when parsed_value is null then 'value_not_a_number'
            when not {{ is_finite('parsed_value') }} then 'value_not_finite'
            when value < valid_min then 'below_valid_min'
            when value > valid_max then 'above_valid_max'
        end as quarantine_reason
    from converted
)

select * from final
