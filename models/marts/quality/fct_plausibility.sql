-- Questions to the source, not corrections. Only years of the study are asked about.
with
findings as (
    select * from {{ ref('int_quality__findings') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

units as (
    select * from {{ ref('administrative_units') }}
),

described as (
    select
        findings.*,
        units.unit_name_zh as fitting_unit_name,
        {{ readable('findings.raw_value') }} as shown_value,
        {{ readable('findings.expected_value') }} as expected,
        study_indicators.measure_unit,
        case
            when findings.raw_value > 0 and findings.expected_value > 0
                then {{ readable('findings.raw_value / findings.expected_value') }}
        end as times
    from findings
    inner join studies
        on
            findings.study_code = studies.study_code
            and findings.year between studies.first_year and studies.last_year
    left join study_indicators
        on
            findings.study_code = study_indicators.study_code
            and findings.indicator_code = study_indicators.indicator_code
    left join units
        on findings.fitting_unit_code = units.unit_code
),

worded as (
    select
        *,
        expected || coalesce(' ' || measure_unit, '') as shown_expected,
        expected || coalesce(measure_unit, '') as shown_expected_zh,
        coalesce(' (' || times || ' times)', '') as shown_ratio,
        coalesce('（为其' || times || '倍）', '') as shown_ratio_zh
    from described
),

final as (
    select
        study_code,
        unit_code,
        year,
        indicator_code,
        check_code,
        raw_value,
        expected_value,
        deviation,
        cause_code,
        fitting_unit_code,
        {{ plausibility_finding('en') }} as finding,
        {{ plausibility_finding('zh') }} as finding_zh
    from worded
)

select * from final
