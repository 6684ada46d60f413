with
results as (
    select * from {{ ref('int_paths__results') }}
),

unfolded as (
    select
        study_code,
        {{ struct_rows('effects') }}
    from results
),

final as (
    select
        study_code::string as study_code,
        path_code::string as path_code,
        dimension_code::string as dimension_code,
        position::integer as position,
        fused_score::double as fused_score,
        effect::double as effect,
        n_samples::integer as n_samples,
        rank_correlation::double as rank_correlation,
        (
            case
                when rank_correlation is null then 'none'
                when rank_correlation >= 0.7 then 'raises'
                when rank_correlation <= -0.7 then 'lowers'
                else 'mixed'
            end
        )::string as direction_code
    from unfolded
)

select * from final
