-- What every test rejects, and what to do then.
{% set outcomes = [] %}
{% for test in [
    'hausman', 'mundlak', 'f_unit_effects', 'f_time_effects', 'breusch_pagan_lm', 'pesaran_cd',
    'lm_lag', 'lm_error', 'robust_lm_lag', 'robust_lm_error'
] %}
    {% do outcomes.extend([test ~ '.rejected', test ~ '.not_rejected']) %}
{% endfor %}
{% set finding = messages([
    message('tests', by='outcome', values=outcomes),
    message(
        'tests.not_tested', {'note': [told('note_said', 'zh'), told('note_said', 'en')]},
        when='outcome is null'
    ),
]) %}

with

results as (
    select * from {{ ref('int_econometrics__regression_results') }}
),

unfolded as (
    select
        study_code,
        model_code,
        {{ struct_rows('tests') }}
    from results
),

outcomes as (
    select
        *,
        test_code || case
            when p_value < 0.05 then '.rejected'
            when p_value >= 0.05 then '.not_rejected'
        end as outcome
    from unfolded
),

spoken as (
    {{ with_words('outcomes', ['econometrics']) }}
),

final as (
    select
        study_code::string as study_code,
        model_code::string as model_code,
        test_code::string as test_code,
        statistic_name::string as statistic_name,
        statistic::double as statistic,
        df_1::double as df_1,
        df_2::double as df_2,
        p_value::double as p_value,
        coalesce({{ told('note_said', 'en') }}, '')::string as note,
        coalesce({{ told('note_said', 'zh') }}, '')::string as note_zh,
        {{ told(finding, 'en') }}::string as finding,
        {{ told(finding, 'zh') }}::string as finding_zh
    from spoken
)

select * from final
