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

final as (
    select
        study_code::varchar as study_code,
        model_code::varchar as model_code,
        test_code::varchar as test_code,
        statistic_name::varchar as statistic_name,
        statistic::double as statistic,
        df_1::double as df_1,
        df_2::double as df_2,
        p_value::double as p_value,
        note::varchar as note,
        ({{ test_finding('en') }})::varchar as finding,
        ({{ test_finding('zh') }})::varchar as finding_zh
    from unfolded
)

select * from final
