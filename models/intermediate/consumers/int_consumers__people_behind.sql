-- Who stands behind every published number about people, apart from demand itself: how many (k),
-- how many different traits they have (l), and how far these lie from everybody's (t). The trait is
-- what the number could give away: of people in a category their segment, of a segment's people the
-- category they turn to most, of buyers how often they came back.
{% set recent = var('consumer_recent_periods') %}
{% set baseline = var('consumer_baseline_periods') %}
{% set window = "case when periods_ago < " ~ recent ~ " then 'recent' else 'before' end" %}
{#- table, what its numbers are about, trait, which events count -#}
{% set of_events = [
    ('segment_affinity', "concat_ws('/', segment_code, category_code)", 'category', 'true'),
    ('market_trends', "concat_ws('|', category_code, " ~ window ~ ")", 'segment',
        'periods_ago < ' ~ (recent + baseline)),
    ('price_elasticity', 'category_code', 'segment', 'is_sale'),
    ('price_curve', 'item_code', 'segment', 'is_sale'),
    ('competitor_moves', "concat_ws('|', item_code, month_number)", 'segment', 'is_sale'),
    ('demand_forecasts', "concat_ws('|', category_code, 'all')", 'segment', 'true'),
    ('demand_forecasts', "concat_ws('|', 'all', segment_code)", 'category', 'true'),
] %}

with
located as (
    select * from {{ ref('int_consumers__located') }}
),

settings as (
    select * from {{ ref('stg_consumers__settings') }}
),

segments as (
    select * from {{ ref('int_consumers__segments') }}
    where row_kind = 'person'
),

affinities as (
    select * from {{ ref('int_consumers__affinities') }}
),

persons as (
    select * from {{ ref('int_consumers__persons') }}
),

changes as (
    select
        study_code,
        category_code,
        {{ each_of('change_starts') }} as changed_on
    from {{ ref('int_consumers__trends') }}
),

traits as (
    select
        study_code,
        person_code,
        'segment' as trait_kind,
        segment_code as trait
    from segments
    union all
    select
        study_code,
        person_code,
        'category' as trait_kind,
        max_by(category_code, (affinity, category_code)) as trait
    from affinities
    group by study_code, person_code
    union all
    select
        study_code,
        person_code,
        'came_back' as trait_kind,
        least(repeat_purchases, 3)::string as trait
    from persons
    where repeat_purchases is not null
),

in_segments as (
    select
        located.*,
        segments.segment_code
    from located
    inner join segments
        on
            located.study_code = segments.study_code
            and located.person_code = segments.person_code
),

spans as (
    select
        study_code,
        category_code,
        changed_on,
        lag(changed_on) over history as span_start,
        lead(changed_on) over history as span_end
    from changes
    window history as (partition by study_code, category_code order by changed_on)
),

members as (
    select
        study_code,
        'segments' as table_code,
        segment_code as cell,
        'category' as trait_kind,
        person_code
    from segments
    union
    select
        segments.study_code,
        'customer_value' as table_code,
        segments.segment_code as cell,
        'came_back' as trait_kind,
        segments.person_code
    from segments
    inner join persons
        on
            segments.study_code = persons.study_code
            and segments.person_code = persons.person_code
            and persons.repeat_purchases is not null
    union
    select
        in_segments.study_code,
        'trend_changes' as table_code,
        concat_ws(
            '|', in_segments.category_code, spans.changed_on,
            case when in_segments.week < spans.changed_on then 'before' else 'after' end
        ) as cell,
        'segment' as trait_kind,
        in_segments.person_code
    from in_segments
    inner join spans
        on
            in_segments.study_code = spans.study_code
            and in_segments.category_code = spans.category_code
            and coalesce(in_segments.week >= spans.span_start, true)
            and coalesce(in_segments.week < spans.span_end, true)
    {%- for table, cell, trait_kind, condition in of_events %}
        union
        select
            study_code,
            '{{ table }}' as table_code,
            {{ cell }} as cell,
            '{{ trait_kind }}' as trait_kind,
            person_code
        from in_segments
        where {{ condition }}
    {%- endfor %}
),

counted as (
    select
        members.study_code,
        members.table_code,
        members.cell,
        members.trait_kind,
        traits.trait,
        count(*) as persons
    from members
    inner join traits
        on
            members.study_code = traits.study_code
            and members.person_code = traits.person_code
            and members.trait_kind = traits.trait_kind
    group by all
),

everybody as (
    select
        study_code,
        trait_kind,
        trait,
        1e0 * count(*) / sum(count(*)) over (partition by study_code, trait_kind) as share
    from traits
    group by study_code, trait_kind, trait
),

shared as (
    select
        counted.*,
        everybody.share as share_of_all,
        1e0 * counted.persons
        / sum(counted.persons) over (
            partition by counted.study_code, counted.table_code, counted.cell
        ) as share
    from counted
    inner join everybody
        on
            counted.study_code = everybody.study_code
            and counted.trait_kind = everybody.trait_kind
            and counted.trait = everybody.trait
),

summed as (
    select
        shared.study_code,
        shared.table_code,
        shared.cell,
        sum(shared.persons)::bigint as persons,
        count(*) as traits,
        {{ exact_sum('abs(shared.share - shared.share_of_all)') }} / 2
        + (1 - {{ exact_sum('shared.share_of_all') }}) / 2 as distance,
        sum(shared.persons) < max(settings.k_required) as is_small
    from shared
    inner join settings on shared.study_code = settings.study_code
    group by shared.study_code, shared.table_code, shared.cell
),

final as (
    select * from summed
    union all
    select
        study_code,
        'bought_together' as table_code,
        concat_ws('|', item_code, other_code) as cell,
        persons,
        traits,
        distance,
        is_small
    from {{ ref('int_consumers__item_pairs') }}
)

select * from final
