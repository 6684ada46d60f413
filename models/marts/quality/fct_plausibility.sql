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
        {{ readable('findings.expected_value') }}
        || coalesce(' ' || study_indicators.measure_unit, '')
            as shown_expected,
        case
            when findings.raw_value > 0 and findings.expected_value > 0
                then
                    ' ('
                    || {{ readable('findings.raw_value / findings.expected_value') }}
                    || ' times)'
            else ''
        end as shown_ratio
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
        case check_code
            when 'spike'
                then
                    shown_value || ' where the years before and after and the peers suggest '
                    || shown_expected || shown_ratio || '.'
            when 'level_jump'
                then
                    shown_value || ' where the year before and the peers suggest '
                    || shown_expected || shown_ratio || ': the level moves.'
            when 'panel_jump'
                then
                    'The median of all units is ' || shown_value
                    || ' where its usual growth leads to ' || shown_expected || shown_ratio
                    || ': another definition, unit or sampling rate?'
            when 'not_positive'
                then shown_value || ' beside positive years (about ' || shown_expected || ').'
            when 'missing_between_observed'
                then
                    'Empty between two observed years (about ' || shown_expected
                    || '), although the peers have a value.'
        end
        || case cause_code
            when 'shifted_rows'
                then
                    ' It fits ' || fitting_unit_name
                    || ': the rows of this year look shifted by one.'
            when 'power_of_ten'
                then ' Off by a power of ten: a slipped decimal point or unit of measure?'
            when 'one_year_only' then ' It is back the year after.'
            else ''
        end as finding
    from described
)

select * from final
