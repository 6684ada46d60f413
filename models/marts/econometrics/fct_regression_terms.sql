with

results as (
    select * from {{ ref('int_econometrics__regression_results') }}
),

regression_terms as (
    select * from {{ ref('stg_econometrics__regression_terms') }}
),

formulas as (
    select * from {{ ref('int_econometrics__regression_formulas') }}
),

variable_names as (
    select * from {{ ref('int_econometrics__variable_names') }}
),

unfolded as (
    select
        study_code,
        model_code,
        {{ struct_rows('terms') }}
    from results
),

joined as (
    select
        unfolded.*,
        regression_terms.is_logged,
        formulas.is_dependent_logged,
        regressors.variable_name_en as regressor_name_en,
        regressors.variable_name_zh as regressor_name_zh,
        dependents.variable_name_en as dependent_name_en,
        dependents.variable_name_zh as dependent_name_zh,
        {{ significance('unfolded.p_value', 'en') }} as level_text_en,
        {{ significance('unfolded.p_value', 'zh') }} as level_text_zh
    from unfolded
    inner join formulas
        on
            unfolded.study_code = formulas.study_code
            and unfolded.model_code = formulas.model_code
    left join regression_terms
        on
            unfolded.study_code = regression_terms.study_code
            and unfolded.model_code = regression_terms.model_code
            and unfolded.term_code = regression_terms.variable_code
    left join variable_names as regressors
        on
            unfolded.study_code = regressors.study_code
            and unfolded.term_code = regressors.variable_code
    left join variable_names as dependents
        on
            formulas.study_code = dependents.study_code
            and formulas.dependent_code = dependents.variable_code
),

final as (
    select
        study_code::varchar as study_code,
        model_code::varchar as model_code,
        term_code::varchar as term_code,
        ({{ term_name('zh') }})::varchar as term_name_zh,
        ({{ term_name('en') }})::varchar as term_name_en,
        effect_type::varchar as effect_type,
        term_position::integer as term_position,
        is_logged::boolean as is_logged,
        coefficient::double as coefficient,
        standard_error::double as standard_error,
        statistic_name::varchar as statistic_name,
        statistic::double as statistic,
        df_residual::double as df_residual,
        p_value::double as p_value,
        ci_low::double as ci_low,
        ci_high::double as ci_high,
        vif::double as vif,
        ({{ term_finding('en') }})::varchar as finding,
        ({{ term_finding('zh') }})::varchar as finding_zh
    from joined
)

select * from final
