{# Below this share of the variance, interactions included, a choice is said hardly to matter. #}
{% set hardly = 0.05 %}
{% set output = messages([
    message('sensitivity.output', by='output_code', values=['score', 'rank']),
]) %}
{% set moved = {'output': ['output_zh', 'output_en'], 'total': 'total_pct'} %}
{% set finding = messages([
    message(
        'sensitivity.unmoved', {'output': moved['output']}, when='total_order_share is null'
    ),
    message('sensitivity.hardly', moved, when='total_order_share is not null and '
        ~ 'total_order_high < ' ~ hardly),
    message(
        'sensitivity.moves', dict(moved, alone='first_pct'),
        when='total_order_share is not null and (total_order_high < ' ~ hardly ~ ') is not true'
    ),
]) %}
{% set options = messages([
    message('sensitivity.options', {'concentration': 'weight_concentration'}, by='choice_code',
        values=['leave_one_out', 'weight_noise', 'measurement_noise'],
        when="choice_code in ('leave_one_out', 'weight_noise', 'measurement_noise')"),
]) %}

with

results as (
    select * from {{ ref('int_indicators__uncertainty') }}
),

options as (
    select * from {{ ref('int_indicators__uncertainty_options') }}
),

settings as (
    select * from {{ ref('int_indicators__uncertainty_settings') }}
),

methods as (
    select * from {{ ref('int_indicators__methods') }}
),

words as (
    {{ words_of(['codes']) }}
),

shares as (
    select
        study_code,
        n_draws,
        {{ struct_rows('sensitivity') }}
    from results
),

option_texts as (
    select
        options.study_code,
        options.choice_code,
        case
            when options.choice_code <> 'winsorizing' then options.option_code
            when options.winsor_lower = 0 and options.winsor_upper = 1 then 'none'
            else options.winsor_lower || '–' || options.winsor_upper
        end as option_text,
        methods.method_name_zh
    from options
    left join methods
        on
            options.choice_code = methods.family_code
            and options.option_code = methods.method_code
),

-- what is no method of the registry (the nearest year, no winsorizing) is a word of the codes
named_options as (
    select
        option_texts.study_code,
        option_texts.choice_code,
        option_texts.option_text,
        coalesce(
            option_texts.method_name_zh,
            words.zh['codes.' || option_texts.option_text],
            option_texts.option_text
        ) as option_text_zh
    from option_texts
    cross join words
),

listed_options as (
    select
        study_code,
        choice_code,
        {{ join_texts('option_text') }} as options_text,
        {{ join_texts('option_text_zh', '；') }} as options_text_zh
    from named_options
    group by study_code, choice_code
),

described as (
    select
        shares.*,
        round(100 * greatest(shares.first_order_share, 0))::integer as first_pct,
        round(100 * shares.total_order_share)::integer as total_pct,
        settings.weight_concentration,
        listed_options.options_text,
        listed_options.options_text_zh,
        row_number() over (
            partition by shares.study_code, shares.output_code
            order by shares.total_order_share desc nulls last, shares.choice_code asc
        ) as place
    from shares
    inner join settings
        on shares.study_code = settings.study_code
    left join listed_options
        on
            shares.study_code = listed_options.study_code
            and shares.choice_code = listed_options.choice_code
),

spoken as (
    {{ with_words('described', ['indicators']) }}
),

named as (
    select
        *,
        {{ told(output, 'zh') }} as output_zh,
        {{ told(output, 'en') }} as output_en
    from spoken
),

-- once for both languages: what is planned twice takes twice as long
found as (
    select
        *,
        {{ finding }} as finding_said
    from named
),

final as (
    select
        study_code::string as study_code,
        output_code::string as output_code,
        choice_code::string as choice_code,
        place::integer as importance_rank,
        coalesce({{ told(options, 'en') }}, options_text)::string as options_text,
        coalesce({{ told(options, 'zh') }}, options_text_zh)::string as options_text_zh,
        first_order_share::double as first_order_share,
        first_order_low::double as first_order_low,
        first_order_high::double as first_order_high,
        total_order_share::double as total_order_share,
        total_order_low::double as total_order_low,
        total_order_high::double as total_order_high,
        n_outputs::bigint as n_outputs,
        n_draws::bigint as n_draws,
        {{ told('finding_said', 'en') }}::string as finding,
        {{ told('finding_said', 'zh') }}::string as finding_zh
    from found
)

select * from final
