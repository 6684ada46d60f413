-- What papers print about a regression, under the names of the seed: model/term, or the model.
with

results as (
    select * from {{ ref('int_econometrics__regression_results') }}
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

final as (
    {% for statistic, column in [
        ('regression_coefficient', 'coefficient'),
        ('regression_t_value', 'statistic'),
        ('regression_p_value', 'p_value'),
    ] %}
        select
            study_code,
            '{{ statistic }}' as statistic,
            model_code || '/' || term_code as item_code,
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
            model_code as item_code,
            {{ column }} as own_value
        from fits
        where {{ column }} is not null
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from final
