with

regressions as (
    select * from {{ ref('int_econometrics__regressions') }}
),

named as (
    select * from {{ source('econometrics', 'study_regressions') }}
),

formulas as (
    select * from {{ ref('int_econometrics__regression_formulas') }}
),

vars as (
    select * from {{ source('econometrics', 'study_var_models') }}
),

variables as (
    select * from {{ ref('stg_econometrics__var_variables') }}
),

var_results as (
    select * from {{ ref('int_econometrics__var_results') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

listed_variables as (
    select
        study_code,
        model_code,
        {{ join_in_order('variable_code', 'variable_position', ', ') }} as variables_text
    from variables
    where not is_exogenous
    group by study_code, model_code
),

listed_exogenous as (
    select
        study_code,
        model_code,
        {{ join_in_order('variable_code', 'variable_position', ', ') }} as exogenous_text
    from variables
    where is_exogenous
    group by study_code, model_code
),

described as (
    select
        vars.study_code,
        vars.model_code,
        vars.model_name_zh,
        vars.model_name_en,
        vars.value_basis,
        vars.trend,
        vars.transformation,
        vars.estimator,
        vars.has_year_effects,
        var_results.model_kind,
        var_results.bias_correction,
        listed_variables.variables_text,
        listed_exogenous.exogenous_text,
        vars.lags,
        vars.lag_criterion,
        vars.max_lags,
        coalesce(vars.first_year, studies.first_year) as first_year,
        coalesce(vars.last_year, studies.last_year) as last_year,
        vars.region_group_code,
        vars.combine
    from vars
    inner join studies
        on vars.study_code = studies.study_code
    inner join var_results
        on
            vars.study_code = var_results.study_code
            and vars.model_code = var_results.model_code
    inner join listed_variables
        on
            vars.study_code = listed_variables.study_code
            and vars.model_code = listed_variables.model_code
    left join listed_exogenous
        on
            vars.study_code = listed_exogenous.study_code
            and vars.model_code = listed_exogenous.model_code
),

-- Every VAR in the columns of dim_models; the formula lists the variables in Cholesky order.
var_models as (
    select
        study_code,
        model_code,
        model_kind,
        model_name_zh,
        model_name_en,
        {{ messages([
            message('models.formula', {'formula': 'variables_text'}),
            message('models.exogenous', {'variables': 'exogenous_text'}, when='exogenous_text is not null'),
            message('models.one_lag', when='lags = 1'),
            message('models.lags', {'lags': 'lags'}, when='lags > 1'),
            message('models.lags_by_criterion', {
                'criterion': 'upper(lag_criterion)', 'most': 'max_lags'
            }, when='coalesce(lags, 0) < 1'),
        ]) }} as formula_told,
        {{ messages([
            message(
                'models.transformation', by='transformation', when="model_kind <> 'var'",
                values=['within', 'forward_orthogonal', 'first_difference']
            ),
            message(
                'models.estimator', by='estimator', when="model_kind <> 'var'",
                values=['ols', 'gmm']
            ),
            message('models.trend', by='trend', values=['n', 'c', 'ct']),
            message('models.year_effects', when='has_year_effects'),
            message(
                'models.bias', by='bias_correction', values=['bootstrap', 'half_panel_jackknife'],
                when="bias_correction <> 'none'"
            ),
        ]) }} as effects_told,
        case model_kind when 'var' then 'classic' else 'cluster' end as covariance,
        value_basis,
        first_year,
        last_year,
        region_group_code,
        combine,
        null::string as weights_code
    from described
),

-- Every declared model of every kind; another kind adds one more part to the union.
models as (
    select
        regressions.study_code,
        regressions.model_code,
        case
            when regressions.spatial_model is null then 'panel'
            else 'spatial_' || regressions.spatial_model
        end as model_kind,
        named.model_name_zh,
        named.model_name_en,
        {{ messages([message('models.formula', {'formula': 'formulas.formula'})]) }}
            as formula_told,
        {{ messages([message(
            'phrases.effects', by='regressions.effects',
            values=['pooled', 'fixed', 'time', 'random', 'between', 'two_way', 'random_two_way']
        )]) }} as effects_told,
        regressions.covariance,
        regressions.value_basis,
        regressions.first_year,
        regressions.last_year,
        regressions.region_group_code,
        null::string as combine,
        regressions.weights_code
    from regressions
    inner join named
        on
            regressions.study_code = named.study_code
            and regressions.model_code = named.model_code
    inner join formulas
        on
            regressions.study_code = formulas.study_code
            and regressions.model_code = formulas.model_code
    union all
    select * from var_models
),

words as (
    {{ words_of(['econometrics', 'phrases']) }}
),

sampled as (
    select
        *,
        {{ messages([
            message('models.years', {'first': step_label('first_year'), 'last': step_label('last_year')}),
            message('models.own_units', when="region_group_code like '!_%' escape '!'"),
            message('models.region_group', {
                'group': 'region_group_code'
            }, when="region_group_code not like '!_%' escape '!'"),
            message('models.combined', by='combine', values=['mean', 'sum']),
        ]) }} as sample_told
    from models
),

told as (
    select
        sampled.*,
        {{ told('sampled.formula_told', 'en', between='; ') }} as formula,
        {{ told('sampled.formula_told', 'zh', between='；') }} as formula_zh,
        {{ told('sampled.effects_told', 'en', between=', ') }} as effects,
        {{ told('sampled.effects_told', 'zh', between='，') }} as effects_zh,
        {{ told('sampled.sample_told', 'en', between=', ') }} as sample_text,
        {{ told('sampled.sample_told', 'zh', between='，') }} as sample_text_zh
    from sampled
    cross join words
),

final as (
    select
        {{ contracted() }}
    from told
)

select * from final
