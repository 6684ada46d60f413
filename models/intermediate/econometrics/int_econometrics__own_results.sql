-- What papers print about a model, under the names of the seed: model/term, or the model; of a VAR
-- its shocks, responses and periods.
with

results as (
    select * from {{ ref('int_econometrics__regression_results') }}
),

var_models as (
    select * from {{ source('econometrics', 'study_var_models') }}
    qualify row_number() over (partition by study_code order by position) = 1
),

terms as (
    select
        study_code,
        model_code,
        {{ struct_rows('terms') }}
    from results
),

fits as (
    select
        study_code,
        model_code,
        {{ struct_rows('fit') }}
    from results
),

coefficients as (
    select * from terms
    where effect_type = 'coefficient'
),

-- The study's first VAR speaks, since printed numbers name no model.
var_results as (
    select var_results.*
    from {{ ref('int_econometrics__var_results') }} as var_results
    inner join var_models
        on
            var_results.study_code = var_models.study_code
            and var_results.model_code = var_models.model_code
),

responses as (
    select
        study_code,
        {{ struct_rows('responses') }}
    from var_results
),

decomposition as (
    select
        study_code,
        {{ struct_rows('decomposition') }}
    from var_results
),

final as (
    {% for statistic, column in [
        ('regression_coefficient', 'coefficient'),
        ('regression_t_value', 'statistic'),
        ('regression_p_value', 'p_value'),
    ] %}
        select
            study_code,
            '{{ statistic }}' as statistic,
            null::string as unit_code,
            null::integer as year,
            model_code || '/' || term_code as item_code,
            null::string as measure_unit,
            {{ column }} as own_value
        from coefficients
        union all
    {% endfor %}
    {% for statistic, column in [
        ('r_squared', 'r_squared'),
        ('r_squared_within', 'r_squared_within'),
        ('r_squared_between', 'r_squared_between'),
        ('r_squared_overall', 'r_squared_overall'),
        ('wald_chi_squared', 'wald_chi_squared'),
        ('wald_chi_squared_per_df', 'wald_chi_squared / f_df_1'),
        ('wald_p_value', 'wald_p_value'),
        ('f_statistic', 'f_statistic'),
        ('f_p_value', 'f_p_value'),
    ] %}
        select
            study_code,
            '{{ statistic }}' as statistic,
            null::string as unit_code,
            null::integer as year,
            model_code as item_code,
            null::string as measure_unit,
            {{ column }} as own_value
        from fits
        where {{ column }} is not null
        union all
    {% endfor %}
    select
        study_code,
        'impulse_response' as statistic,
        null::string as unit_code,
        null::integer as year,
        impulse_code || '/' || response_code || '/' || period as item_code,
        null::string as measure_unit,
        value as own_value
    from responses
    where response_kind = 'orthogonalized'
    union all
    select
        study_code,
        'variance_share' as statistic,
        null::string as unit_code,
        null::integer as year,
        variable_code || '/' || shock_code || '/' || period as item_code,
        '%' as measure_unit,
        100 * share as own_value
    from decomposition
    union all
    select
        study_code,
        'forecast_se' as statistic,
        null::string as unit_code,
        null::integer as year,
        variable_code || '/' || period as item_code,
        null::string as measure_unit,
        forecast_se as own_value
    from decomposition
    where variable_code = shock_code
)

select * from final
