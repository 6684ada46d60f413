with
affinities as (
    select * from {{ ref('int_consumers__affinities') }}
),

segments as (
    select * from {{ ref('int_consumers__segments') }}
    where row_kind = 'person'
),

settings as (
    select * from {{ ref('stg_consumers__settings') }}
),

summed as (
    select
        segments.study_code,
        segments.segment_code,
        affinities.category_code,
        count(*) as persons,
        {{ exact_sum('affinities.affinity') }} as affinity
    from affinities
    inner join segments
        on
            affinities.study_code = segments.study_code
            and affinities.person_code = segments.person_code
    group by segments.study_code, segments.segment_code, affinities.category_code
),

totalled as (
    select
        *,
        {{ exact_sum('affinity', 'over (partition by study_code, segment_code)') }} as of_segment,
        {{ exact_sum('affinity', 'over (partition by study_code, category_code)') }} as of_category,
        {{ exact_sum('affinity', 'over (partition by study_code)') }} as of_all
    from summed
),

shared as (
    select
        summed.*,
        summed.affinity / nullif(summed.of_segment, 0) as affinity_share,
        summed.of_category / nullif(summed.of_all, 0) as share_of_all,
        summed.persons < settings.k_required as is_small,
        count(*) filter (where summed.persons < settings.k_required)
            over (partition by summed.study_code, summed.segment_code) as small_ones,
        row_number() over (
            partition by summed.study_code, summed.segment_code
            order by summed.persons, summed.category_code
        ) as size_rank
    from totalled as summed
    inner join settings on summed.study_code = settings.study_code
),

-- shares sum to 1: one withheld alone would follow from the others
judged as (
    select
        *,
        is_small or (small_ones = 1 and size_rank = 2) as is_suppressed
    from shared
),

final as (
    select
        {{ contracted(
            affinity_share='case when not is_suppressed then affinity_share end',
            lift='case when not is_suppressed then affinity_share / nullif(share_of_all, 0) end'
        ) }}
    from judged
)

select * from final
