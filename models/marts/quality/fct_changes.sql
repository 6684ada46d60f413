with

innovation_index as (
    select * from {{ ref('fct_innovation_index') }}
),

previous_innovation_index as (
    select * from {{ source('release', 'previous_innovation_index') }}
),

contributions as (
    select * from {{ ref('fct_index_contributions') }}
    where contribution is not null
),

previous_contributions as (
    select * from {{ source('release', 'previous_index_contributions') }}
    where contribution is not null
),

source_files as (
    select * from {{ ref('stg_landing__source_files') }}
),

previous_source_files as (
    select * from {{ source('release', 'previous_source_files') }}
),

observed_values as (
    select * from {{ ref('int_indicators__observed_values') }}
),

-- one file may be read through several mappings and sheets; its content is one
files as (
    select
        study_code,
        source_file,
        min(content_hash) as content_hash
    from source_files
    group by study_code, source_file
),

previous_files as (
    select
        study_code,
        source_file,
        min(content_hash) as content_hash
    from previous_source_files
    group by study_code, source_file
),

changed as (
    select
        coalesce(files.study_code, previous_files.study_code) as study_code,
        coalesce(files.source_file, previous_files.source_file) as source_file
    from files
    full outer join previous_files
        on
            files.study_code = previous_files.study_code
            and files.source_file = previous_files.source_file
    where
        files.content_hash is null
        or previous_files.content_hash is null
        or files.content_hash <> previous_files.content_hash
),

feeds as (
    select distinct
        study_code,
        source_file,
        indicator_code
    from observed_values
),

-- A file feeds an indicator when a value of it is in use now. One that is gone fed nothing now:
-- then, as for a file without a value in use, the indicator stays unknown.
changed_files as (
    select
        changed.study_code,
        changed.source_file,
        feeds.indicator_code
    from changed
    left join feeds
        on
            changed.study_code = feeds.study_code
            and changed.source_file = feeds.source_file
),

weighed as (
    select
        coalesce(contributions.study_code, previous_contributions.study_code) as study_code,
        coalesce(contributions.unit_code, previous_contributions.unit_code) as unit_code,
        coalesce(contributions.year, previous_contributions.year) as year,
        coalesce(contributions.indicator_code, previous_contributions.indicator_code)
            as indicator_code,
        coalesce(contributions.weight, 0e0) as weight,
        coalesce(previous_contributions.weight, 0e0) as previous_weight,
        coalesce(contributions.normalized_value, previous_contributions.normalized_value)
            as value,
        coalesce(previous_contributions.normalized_value, contributions.normalized_value)
            as previous_value
    from contributions
    full outer join previous_contributions
        on
            contributions.study_code = previous_contributions.study_code
            and contributions.unit_code = previous_contributions.unit_code
            and contributions.year = previous_contributions.year
            and contributions.indicator_code = previous_contributions.indicator_code
),

-- Midpoint rule: the change of w z is mean(w) dz + mean(z) dw, exactly. An indicator that one of
-- the two releases did not use weighs 0 there and has no value of its own: it borrows the other's,
-- so that the whole change counts as one of weight.
score_effects as (
    select
        study_code,
        unit_code,
        year,
        indicator_code,
        (weight + previous_weight) / 2 * (value - previous_value) as value_effect,
        (value + previous_value) / 2 * (weight - previous_weight) as weight_effect
    from weighed
),

placed as (
    select
        *,
        value_effect + weight_effect as effect,
        -- the code decides between equal effects: the same input must name the same indicator
        row_number() over (
            partition by study_code, unit_code, year
            order by abs(value_effect + weight_effect) desc, indicator_code asc
        ) as place
    from score_effects
),

main_effects as (
    select
        study_code,
        unit_code,
        year,
        {{ exact_sum('value_effect') }} as value_effect,
        {{ exact_sum('weight_effect') }} as weight_effect,
        max(case when place = 1 then indicator_code end) as main_indicator_code,
        max(case when place = 1 then effect end) as main_indicator_effect
    from placed
    group by study_code, unit_code, year
),

-- a study that comes or goes as a whole has moved nowhere
compared_studies as (
    select study_code from innovation_index
    intersect
    select study_code from previous_innovation_index
),

paired as (
    select
        coalesce(present.study_code, previous.study_code) as study_code,
        coalesce(present.unit_code, previous.unit_code) as unit_code,
        coalesce(present.year, previous.year) as year,
        previous.innovation_score as previous_score,
        present.innovation_score,
        previous.rank_in_year as previous_rank,
        present.rank_in_year,
        case
            when previous.unit_code is null then 'added'
            when present.unit_code is null then 'removed'
            when previous.innovation_score is null and present.innovation_score is not null
                then 'score_appeared'
            when previous.innovation_score is not null and present.innovation_score is null
                then 'score_lost'
            -- what rounding alone can move is no change
            when abs(present.innovation_score - previous.innovation_score) > 1e-12
                then 'score_changed'
            when present.rank_in_year <> previous.rank_in_year then 'rank_changed'
        end as change_kind
    from innovation_index as present
    full outer join previous_innovation_index as previous
        on
            present.study_code = previous.study_code
            and present.unit_code = previous.unit_code
            and present.year = previous.year
    where
        coalesce(present.study_code, previous.study_code) in (
            select compared.study_code from compared_studies as compared
        )
),

files_of_indicators as (
    select
        study_code,
        indicator_code,
        {{ join_texts('source_file') }} as source_files
    from changed_files
    where indicator_code is not null
    group by study_code, indicator_code
),

files_of_studies as (
    select
        study_code,
        {{ join_texts('source_file') }} as source_files
    from changed_files
    group by study_code
),

final as (
    select
        paired.study_code::string as study_code,
        paired.unit_code::string as unit_code,
        paired.year::integer as year,
        paired.change_kind::string as change_kind,
        paired.previous_score::double as previous_score,
        paired.innovation_score::double as innovation_score,
        (paired.innovation_score - paired.previous_score)::double as score_change,
        paired.previous_rank::integer as previous_rank,
        paired.rank_in_year::integer as rank_in_year,
        main_effects.value_effect::double as value_effect,
        main_effects.weight_effect::double as weight_effect,
        main_effects.main_indicator_code::string as main_indicator_code,
        main_effects.main_indicator_effect::double as main_indicator_effect,
        coalesce(files_of_indicators.source_files, files_of_studies.source_files)::string
            as changed_source_files
    from paired
    left join main_effects
        on
            paired.study_code = main_effects.study_code
            and paired.unit_code = main_effects.unit_code
            and paired.year = main_effects.year
            and paired.change_kind = 'score_changed'
    left join files_of_indicators
        on
            main_effects.study_code = files_of_indicators.study_code
            and main_effects.main_indicator_code = files_of_indicators.indicator_code
    left join files_of_studies
        on paired.study_code = files_of_studies.study_code
    where paired.change_kind is not null
)

select * from final
