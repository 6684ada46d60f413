with
yearly_records as (
    select * from {{ ref('int_indicators__yearly_records') }}
),

corrections as (
    select * from {{ ref('int_quality__corrections') }}
    where status = 'applied'
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

uncorrected as (
    select
        yearly_records.study_code,
        yearly_records.unit_code,
        yearly_records.year,
        yearly_records.indicator_code,
        yearly_records.value as raw_value,
        yearly_records.is_study_year,
        yearly_records.source_file,
        yearly_records.sheet_name,
        yearly_records.row_number,
        false as is_corrected
    from yearly_records
    anti join corrections
        on
            yearly_records.study_code = corrections.study_code
            and yearly_records.unit_code = corrections.unit_code
            and yearly_records.year = corrections.year
            and yearly_records.indicator_code = corrections.indicator_code
),

corrected as (
    select
        corrections.study_code,
        corrections.unit_code,
        corrections.year,
        corrections.indicator_code,
        corrections.corrected_value as raw_value,
        corrections.year between studies.first_year and studies.last_year as is_study_year,
        corrections.source_file,
        '' as sheet_name,
        corrections.row_number,
        true as is_corrected
    from corrections
    inner join studies
        on corrections.study_code = studies.study_code
),

combined as (
    select * from uncorrected
    union all
    select * from corrected
),

final as (
    select
        combined.*,
        study_indicators.measure_unit
    from combined
    left join study_indicators
        on
            combined.study_code = study_indicators.study_code
            and combined.indicator_code = study_indicators.indicator_code
)

select * from final
