-- How much a person turns to a category: events weighted by kind and halved with age. Decayed
-- weights add up: those of the base and of what came after it make the whole.
{{ config(materialized='view') }}

with
base as (
    select * from {{ ref('int_consumers__profile_base') }}
),

news as (
    select * from {{ ref('int_consumers__profile_news') }}
),

items as (
    select distinct
        study_code,
        category_code,
        category_number
    from {{ ref('int_consumers__items') }}
),

bases as (
    select * from {{ ref('int_consumers__profile_bases') }}
),

ends as (
    select
        study_code,
        max(last_at) as last_at
    from {{ ref('int_consumers__days') }}
    group by study_code
),

categories as (
    select
        items.*,
        pow(2e0, (bases.anchor_days - {{ days_of('ends.last_at') }}) / bases.half_life_days)
            as since_anchor
    from items
    inner join bases on items.study_code = bases.study_code
    inner join ends on items.study_code = ends.study_code
),

added as (
    select
        coalesce(base.person_code, news.person_code) as person_code,
        coalesce(base.category_number, news.category_number) as category_number,
        coalesce(base.decayed_sum, 0) + coalesce(news.decayed_sum, 0) as decayed_sum,
        coalesce(base.weight_sum, 0) + coalesce(news.weight_sum, 0) as weight_sum,
        coalesce(base.events, 0) + coalesce(news.events, 0) as events
    from base
    full outer join news
        on
            base.person_code = news.person_code
            and base.category_number = news.category_number
),

final as (
    select
        categories.study_code,
        added.person_code,
        categories.category_code,
        {{ of_exact('added.decayed_sum') }} * categories.since_anchor as affinity,
        cast(added.weight_sum as double) as weight_without_decay,
        added.events
    from added
    inner join categories on added.category_number = categories.category_number
)

select * from final
