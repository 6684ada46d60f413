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
    select * from {{ ref('int_units__names') }}
),

conversions as (
    select * from {{ ref('int_indicators__measure_conversions') }}
),

duplicates as (
    select * from {{ ref('int_indicators__duplicate_records') }}
),

described as (
    select
        records.*,
        outcomes.unit_code,
        outcomes.year,
        outcomes.reason_code,
        resolutions.candidates,
        conversions.canonical_unit,
        duplicates.lowest_value,
        duplicates.highest_value,
        case outcomes.reason_code
            when 'below_valid_min' then conversions.valid_min
            when 'above_valid_max' then conversions.valid_max
        end as limit_value,
        coalesce(
            records.reader_detail,
            {{ messages([message(
                'readers.year_meant', {'year': 'resolutions.likely_year'}, when='resolutions.likely_year is not null'
            )]) }}
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
),

final as (
    {{ quarantined('described', {
        'indicator_code': 'described.indicator_code',
        'unit_code_text': 'described.unit_code_text',
        'within_name': 'described.within_name',
        'measure_unit_text': 'described.measure_unit',
        'unit_code': 'described.unit_code',
        'unit_said': "coalesce(nullif(described.unit_name, ''), "
            ~ "nullif(described.unit_code_text, ''))",
        'measure_said': 'described.measure_unit',
        'canonical_unit': 'described.canonical_unit',
        'limit_value': 'described.limit_value',
        'lowest_value': 'described.lowest_value',
        'highest_value': 'described.highest_value',
        'reader_detail': 'described.detail',
        'candidates': "case when described.reason_code in ('unit_unknown', 'unit_ambiguous') "
            ~ "then described.candidates end",
    }) }}
    from described
)

select * from final
