-- Every impression with the reason for which it cannot be used, if any.
with
exposures as (
    select * from {{ ref('stg_consumers__exposures') }}
),

items as (
    select * from {{ ref('int_consumers__items') }}
),

final as (
    select
        exposures.study_code,
        exposures.mapping_code,
        exposures.source_file,
        exposures.row_number,
        exposures.algorithm_code,
        exposures.item_code,
        exposures.at_text,
        exposures.shown_at,
        exposures.session_code,
        exposures.outcome,
        date_trunc(items.period_kind, exposures.shown_at)::date as period_start,
        case
            when exposures.shown_at is null then 'time_not_understood'
            when items.item_code is null then 'unlisted_item'
        end as reason_code
    from exposures
    left join items
        on
            exposures.study_code = items.study_code
            and exposures.item_code = items.item_code
)

select * from final
