{% set term_name = messages([
    message('terms.name.constant', when="term_code = 'constant'"),
    message('terms.name.spatial_lag', when="term_code = 'spatial_lag'"),
    message('terms.name.spatial_error', when="term_code = 'spatial_error'"),
]) %}
{% set regressor = {'regressor': ['regressor_name_zh', 'regressor_name_en']} %}
{% set change = messages([
    message('terms.percent_more', regressor, when='is_logged'),
    message('terms.unit_more', regressor, when='is_logged is not true'),
]) %}
{% set direction = messages([
    message('terms.direction.less', when='coefficient < 0'),
    message('terms.direction.more', when='coefficient >= 0'),
]) %}
{% set answer = {
    'dependent': ['dependent_name_zh', 'dependent_name_en'],
    'direction': ['direction_zh', 'direction_en'],
    'amount': readable('abs(coefficient)')
} %}
{% set response = messages([
    message('terms.response.logs', answer, when='is_dependent_logged and is_logged'),
    message(
        'terms.response.dependent_log', answer,
        when='is_dependent_logged and is_logged is not true'
    ),
    message('terms.response.regressor_log', answer, when='not is_dependent_logged and is_logged'),
    message(
        'terms.response.plain', answer, when='not is_dependent_logged and is_logged is not true'
    ),
]) %}
{% set level = messages([
    message('terms.level', {'level': 'case when p_value < 0.01 then 1 when p_value < 0.05 then 5'
        ~ ' else 10 end'}, when='p_value < 0.1'),
    message('terms.no_level', when='(p_value < 0.1) is not true'),
]) %}
{% set levels = {'level': ['level_zh', 'level_en']} %}
{% set finding = messages([
    message('terms.spatial_lag', dict(
        levels, dependent=answer['dependent'], coefficient=readable('coefficient')
    ), when="term_code = 'spatial_lag'"),
    message(
        'terms.spatial_error', dict(levels, coefficient=readable('coefficient')),
        when="term_code = 'spatial_error'"
    ),
    message('terms.effect', dict(
        levels, change=['change_zh', 'change_en'], response=['response_zh', 'response_en']
    ), by='effect_type', values=['coefficient', 'direct', 'indirect', 'total'],
    when="regressor_name_zh is not null"
    ~ " and term_code not in ('constant', 'spatial_lag', 'spatial_error')"),
]) %}

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
        dependents.variable_name_zh as dependent_name_zh
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

spoken as (
    {{ with_words('joined', ['econometrics']) }}
),

directed as (
    select
        *,
        {{ told(direction, 'zh') }} as direction_zh,
        {{ told(direction, 'en') }} as direction_en
    from spoken
),

-- once for both languages: what is planned twice takes twice as long
answered as (
    select
        *,
        {{ response }} as response_said
    from directed
),

-- what the sentences are made of
phrased as (
    select
        *,
        {{ told(term_name, 'zh') }} as name_zh,
        {{ told(term_name, 'en') }} as name_en,
        case when is_logged then 'ln ' else '' end
        || coalesce(regressor_name_zh, term_code) as own_name_zh,
        case when is_logged then 'ln ' else '' end
        || coalesce(regressor_name_en, term_code) as own_name_en,
        {{ told(change, 'zh') }} as change_zh,
        {{ told(change, 'en') }} as change_en,
        {{ told('response_said', 'zh') }} as response_zh,
        {{ told('response_said', 'en') }} as response_en,
        {{ told(level, 'zh') }} as level_zh,
        {{ told(level, 'en') }} as level_en
    from answered
),

found as (
    select
        *,
        {{ finding }} as finding_said
    from phrased
),

final as (
    select
        study_code::string as study_code,
        model_code::string as model_code,
        term_code::string as term_code,
        coalesce(name_zh, own_name_zh)::string as term_name_zh,
        coalesce(name_en, own_name_en)::string as term_name_en,
        effect_type::string as effect_type,
        term_position::integer as term_position,
        is_logged::boolean as is_logged,
        coefficient::double as coefficient,
        standard_error::double as standard_error,
        statistic_name::string as statistic_name,
        statistic::double as statistic,
        df_residual::double as df_residual,
        p_value::double as p_value,
        ci_low::double as ci_low,
        ci_high::double as ci_high,
        vif::double as vif,
        {{ told('finding_said', 'en') }}::string as finding,
        {{ told('finding_said', 'zh') }}::string as finding_zh
    from found
)

select * from final
