with
results as (
    select * from {{ ref('int_paths__results') }}
),

unfolded as (
    select
        study_code,
        {{ struct_rows('probabilities') }}
    from results
),

final as (
    select
        study_code::varchar as study_code,
        unit_code::varchar as unit_code,
        year::integer as year,
        path_code::varchar as path_code,
        votes::integer as votes,
        vote_share::double as vote_share,
        oob_vote_share::double as oob_vote_share,
        base_share::double as base_share
    from unfolded
)

select * from final
