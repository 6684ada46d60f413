{# Below this share of the variance, interactions included, a choice is said hardly to matter. #}
{% set hardly = 0.05 %}

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

shares as (
    select
        study_code,
        n_draws,
        {{ struct_rows('sensitivity') }}
    from results
),

option_texts as (
    select
        study_code,
        choice_code,
        case
            when choice_code <> 'winsorizing' then option_code
            when winsor_lower = 0 and winsor_upper = 1 then 'none'
            else winsor_lower || '–' || winsor_upper
        end as option_text
    from options
),

listed_options as (
    select
        study_code,
        choice_code,
        {{ join_texts('option_text') }} as options_text
    from option_texts
    group by study_code, choice_code
),

described as (
    select
        shares.*,
        case shares.output_code when 'score' then '得分' else '排名' end as output_zh,
        round(100 * greatest(shares.first_order_share, 0))::integer as first_pct,
        round(100 * shares.total_order_share)::integer as total_pct,
        case shares.choice_code
            when 'leave_one_out' then 'none or any one indicator'
            when 'weight_noise' then 'Dirichlet, concentration ' || settings.weight_concentration
            when 'measurement_noise' then 'errors as the study states them'
            else listed_options.options_text
        end as options_text,
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

final as (
    select
        study_code::varchar as study_code,
        output_code::varchar as output_code,
        choice_code::varchar as choice_code,
        place::integer as importance_rank,
        options_text::varchar as options_text,
        first_order_share::double as first_order_share,
        first_order_low::double as first_order_low,
        first_order_high::double as first_order_high,
        total_order_share::double as total_order_share,
        total_order_low::double as total_order_low,
        total_order_high::double as total_order_high,
        n_outputs::bigint as n_outputs,
        n_draws::bigint as n_draws,
        case
            when total_order_share is null then 'The draws do not move any ' || output_code || '.'
            when total_order_high < {{ hardly }}
                then
                    'Hardly matters: ' || total_pct || ' % of the variance of the ' || output_code
                    || 's.'
            else
                'Moves the ' || output_code || 's: ' || first_pct
                || ' % of their variance on its own, ' || total_pct
                || ' % together with other choices.'
        end::varchar as finding,
        case
            when total_order_share is null then output_zh || '不受影响。'
            when total_order_high < {{ hardly }}
                then '影响很小：占' || output_zh || '方差的' || total_pct || '%。'
            else
                '影响' || output_zh || '：单独解释方差的' || first_pct || '%，连同与其他选择的交互共'
                || total_pct || '%。'
        end::varchar as finding_zh
    from described
)

select * from final
