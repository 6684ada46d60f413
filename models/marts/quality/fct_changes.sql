with

innovation_index as (
    select * from {{ ref('fct_innovation_index') }}
),

previous_innovation_index as (
    select * from {{ ref('stg_release__previous_innovation_index') }}
),

previous_release as (
    select * from {{ ref('stg_release__previous_release') }}
),

main_effects as (
    select * from {{ ref('int_quality__main_effects') }}
),

changed_files as (
    select * from {{ ref('int_quality__changed_files') }}
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
    -- before the first release everything would be new: nothing has moved
    where exists (select 1 from previous_release)
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
        paired.study_code::varchar as study_code,
        paired.unit_code::varchar as unit_code,
        paired.year::integer as year,
        paired.change_kind::varchar as change_kind,
        paired.previous_score::double as previous_score,
        paired.innovation_score::double as innovation_score,
        (paired.innovation_score - paired.previous_score)::double as score_change,
        paired.previous_rank::integer as previous_rank,
        paired.rank_in_year::integer as rank_in_year,
        main_effects.value_effect::double as value_effect,
        main_effects.weight_effect::double as weight_effect,
        main_effects.main_indicator_code::varchar as main_indicator_code,
        main_effects.main_indicator_effect::double as main_indicator_effect,
        coalesce(files_of_indicators.source_files, files_of_studies.source_files)::varchar
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
