-- What became of every declared model; another kind of model adds one more part to the union.
with

regression_results as (
    select * from {{ ref('int_econometrics__regression_results') }}
),

regressions as (
    select * from {{ ref('int_econometrics__regressions') }}
),

var_results as (
    select * from {{ ref('int_econometrics__var_results') }}
),

together as (
    select
        regression_results.study_code,
        regression_results.model_code,
        case
            when regressions.spatial_model is null then 'panel'
            else 'spatial_' || regressions.spatial_model
        end as model_kind,
        regression_results.status,
        regression_results.reason_code,
        regression_results.reason_said,
        regression_results.n_observations,
        regression_results.n_units,
        regression_results.n_years,
        regression_results.n_missing
    from regression_results
    inner join regressions
        on
            regression_results.study_code = regressions.study_code
            and regression_results.model_code = regressions.model_code
    union all
    select
        study_code,
        model_code,
        model_kind,
        status,
        reason_code,
        coalesce(reason_said, notes_said) as reason_said,
        n_observations,
        n_units,
        n_years,
        n_missing
    from var_results
),

spoken as (
    {{ with_words('together', ['econometrics']) }}
),

final as (
    select
        study_code,
        model_code,
        model_kind,
        status,
        reason_code,
        n_observations,
        n_units,
        n_years,
        n_missing,
        {{ told('reason_said', 'en') }} as reason,
        {{ told('reason_said', 'zh') }} as reason_zh
    from spoken
)

select * from final
