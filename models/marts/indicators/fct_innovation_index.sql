with

scores as (
    select * from {{ ref('int_indicators__scores') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

units as (
    select * from {{ ref('int_units__registered') }}
),

-- A null score has no rank: rank() alone would put it last among the others.
ranked as (
    select
        scores.*,
        case
            when scores.innovation_score is not null
                then
                    rank() over (
                        partition by scores.study_code, scores.year
                        order by scores.innovation_score desc nulls last
                    )
        end as rank_in_year,
        case
            when
                scores.innovation_score is not null
                and units.province_code <> units.unit_code
                then
                    rank() over (
                        partition by
                            scores.study_code, scores.year, units.province_code
                        order by scores.innovation_score desc nulls last
                    )
        end as rank_in_province,
        count(scores.innovation_score) over (
            partition by scores.study_code, scores.year
        ) as n_units_in_year
    from scores
    left join units
        on scores.unit_code = units.unit_code
),

-- Joined on the year, not taken by lag(): a missing year must not pass for last year.
changes as (
    select
        ranked.*,
        ranked.innovation_score - last_year.innovation_score as score_change,
        last_year.rank_in_year - ranked.rank_in_year as rank_change
    from ranked
    left join ranked as last_year
        on
            ranked.study_code = last_year.study_code
            and ranked.unit_code = last_year.unit_code
            and ranked.year = last_year.year + 1
),

final as (
    select
        changes.study_code::string as study_code,
        changes.unit_code::string as unit_code,
        changes.year::integer as year,
        changes.innovation_score::double as innovation_score,
        changes.rank_in_year::integer as rank_in_year,
        changes.rank_in_province::integer as rank_in_province,
        changes.score_change::double as score_change,
        changes.rank_change::integer as rank_change,
        changes.observed_weight_share::double as observed_weight_share,
        changes.imputed_weight_share::double as imputed_weight_share,
        changes.n_units_in_year::integer as n_units_in_year,
        studies.entropy_scope::string as entropy_scope,
        studies.weight_cap::double as weight_cap,
        studies.winsor_lower::double as winsor_lower,
        studies.winsor_upper::double as winsor_upper,
        studies.max_gap_years::integer as max_gap_years,
        studies.extend_edges::boolean as extend_edges,
        studies.min_observed_share::double as min_observed_share,
        studies.is_synthetic::boolean as is_synthetic
    from changes
    inner join studies
        on changes.study_code = studies.study_code
)

select * from final
