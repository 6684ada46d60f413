{% set unit = [
    "expected || coalesce(measure_unit, '')", "expected || coalesce(' ' || measure_unit, '')"
] %}
{% set about = messages([
    message('plausibility.about', {'expected': unit}, when='times is null'),
    message(
        'plausibility.about_times', {'expected': unit, 'times': 'times'}, when='times is not null'
    ),
]) %}
{% set finding = messages([
    message(
        'plausibility', {'value': 'shown_value', 'expected': ['about_zh', 'about_en']},
        by='check_code', values=['spike', 'level_jump', 'panel_jump'],
        when="check_code in ('spike', 'level_jump', 'panel_jump')"
    ),
    message(
        'plausibility', {'value': 'shown_value', 'expected': unit},
        by='check_code', values=['not_positive', 'missing_between_observed'],
        when="check_code in ('not_positive', 'missing_between_observed')"
    ),
    message(
        'plausibility.cause', {'unit': 'fitting_unit_name'},
        by='cause_code', values=['shifted_rows', 'power_of_ten', 'one_year_only']
    ),
]) %}

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
    select * from {{ ref('int_units__registered') }}
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

spoken as (
    {{ with_words('described', ['quality']) }}
),

worded as (
    select
        *,
        {{ told(about, 'zh') }} as about_zh,
        {{ told(about, 'en') }} as about_en
    from spoken
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
        {{ told(finding, 'en') }} as finding,
        {{ told(finding, 'zh') }} as finding_zh
    from worded
)

select * from final
