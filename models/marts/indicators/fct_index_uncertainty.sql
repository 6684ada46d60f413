{% set ranks = messages([
    message('uncertainty.ranks', {
        'best': 'best_rank', 'worst': 'worst_rank'
    }, when='worst_rank > best_rank'),
    message('uncertainty.rank', {'rank': 'best_rank'}, when='worst_rank <= best_rank'),
]) %}
{% set drawn = {'ranks': ['ranks_zh', 'ranks_en'], 'n': 'n_units_in_year'} %}
{% set finding = messages([
    message('uncertainty.unknown', when='best_rank is null'),
    message('uncertainty.inside', drawn, when='best_rank is not null and is_rank_inside'),
    message(
        'uncertainty.without_rank', drawn,
        when='best_rank is not null and rank_in_year is null'
    ),
    message(
        'uncertainty.outside', dict(drawn, rank='rank_in_year'),
        when='best_rank is not null and not is_rank_inside'
    ),
]) %}

with

results as (
    select * from {{ ref('int_indicators__uncertainty') }}
),

innovation_index as (
    select * from {{ ref('fct_innovation_index') }}
),

intervals as (
    select
        study_code,
        n_draws,
        {{ struct_rows('uncertainty') }}
    from results
),

joined as (
    select
        intervals.*,
        innovation_index.innovation_score,
        innovation_index.rank_in_year,
        innovation_index.n_units_in_year,
        -- the interval is rounded to ten digits, the score is not
        innovation_index.innovation_score
        between intervals.score_p05 - 1e-9 and intervals.score_p95 + 1e-9 as is_score_inside,
        innovation_index.rank_in_year
        between intervals.rank_p05 and intervals.rank_p95 as is_rank_inside,
        intervals.rank_p05::integer as best_rank,
        intervals.rank_p95::integer as worst_rank
    from intervals
    inner join innovation_index
        on
            intervals.study_code = innovation_index.study_code
            and intervals.unit_code = innovation_index.unit_code
            and intervals.year = innovation_index.year
),

spoken as (
    {{ with_words('joined', ['indicators']) }}
),

ranked as (
    select
        *,
        {{ told(ranks, 'zh') }} as ranks_zh,
        {{ told(ranks, 'en') }} as ranks_en
    from spoken
),

-- once for both languages: what is planned twice takes twice as long
found as (
    select
        *,
        {{ finding }} as finding_said
    from ranked
),

final as (
    select
        study_code::string as study_code,
        unit_code::string as unit_code,
        year::integer as year,
        innovation_score::double as innovation_score,
        score_p05::double as score_p05,
        score_p50::double as score_p50,
        score_p95::double as score_p95,
        rank_in_year::integer as rank_in_year,
        best_rank::integer as rank_p05,
        rank_p50::integer as rank_p50,
        worst_rank::integer as rank_p95,
        is_score_inside::boolean as is_score_inside,
        is_rank_inside::boolean as is_rank_inside,
        n_draws::bigint as n_draws,
        (1e0 * n_scored / n_draws)::double as scored_share,
        {{ told('finding_said', 'en') }}::string as finding,
        {{ told('finding_said', 'zh') }}::string as finding_zh
    from found
)

select * from final
