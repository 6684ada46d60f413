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
        'plausibility.slipped_rows', {
            'file': 'source_file', 'n': 'n_fitting', 'of': 'n_cells', 'first': 'first_unit',
            'last': 'last_unit', 'cells': 'cells_text'
        },
        by='shift_code', values=['next', 'previous'], when="check_code = 'slipped_rows'"
    ),
    message(
        'plausibility.cause', {'unit': 'fitting_unit_name'},
        by='cause_code', values=['shifted_rows', 'power_of_ten', 'one_year_only'],
        when="check_code <> 'slipped_rows'"
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

slipped_rows as (
    select
        slipped_rows.*,
        units.unit_name_zh,
        {{ readable('observed_values.raw_value') }} as shown_value,
        row_number() over (
            partition by
                slipped_rows.study_code, slipped_rows.year, slipped_rows.question_indicator_code
            order by slipped_rows.indicator_code, slipped_rows.place
        ) as position
    from {{ ref('int_quality__slipped_rows') }} as slipped_rows
    inner join {{ ref('int_indicators__observed_values') }} as observed_values
        on
            slipped_rows.study_code = observed_values.study_code
            and slipped_rows.unit_code = observed_values.unit_code
            and slipped_rows.year = observed_values.year
            and slipped_rows.indicator_code = observed_values.indicator_code
    left join units
        on slipped_rows.unit_code = units.unit_code
),

-- of many cells the first few are shown
listed as (
    select
        *,
        case when position <= 5 then unit_name_zh || ' ' || shown_value end as shown_cell
    from slipped_rows
),

slips as (
    select
        study_code,
        year,
        question_indicator_code as indicator_code,
        min(source_file) as source_file,
        case when min(shift) > 0 then 'next' else 'previous' end as shift_code,
        max(n_cells) as n_cells,
        max(n_fitting) as n_fitting,
        min_by(unit_name_zh, place) as first_unit,
        max_by(unit_name_zh, place) as last_unit,
        {{ join_in_order('shown_cell', 'position', ', ') }} as cells_text
    from listed
    group by study_code, year, question_indicator_code
),

described as (
    select
        findings.*,
        slips.source_file,
        slips.shift_code,
        slips.n_cells,
        slips.n_fitting,
        slips.first_unit,
        slips.last_unit,
        slips.cells_text,
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
    left join slips
        on
            findings.check_code = 'slipped_rows'
            and findings.study_code = slips.study_code
            and findings.year = slips.year
            and findings.indicator_code = slips.indicator_code
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
