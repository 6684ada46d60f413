with
responses as (
    select * from {{ ref('int_consumers__responses') }}
),

changes as (
    select * from {{ ref('stg_consumers__changes') }}
),

items as (
    select * from {{ ref('int_consumers__items') }}
),

joined as (
    select
        changes.*,
        items.title,
        responses.before as rating_before,
        responses.after as rating_after,
        responses.others_before,
        responses.others_after,
        responses.effect,
        responses.lower,
        responses.upper,
        responses.n_before,
        responses.n_after,
        responses.status
    from responses
    inner join changes
        on
            responses.study_code = changes.study_code
            and responses.mapping_code = changes.mapping_code
            and responses.source_file = changes.source_file
            and responses.row_number = changes.row_number
    left join items
        on
            changes.study_code = items.study_code
            and changes.item_code = items.item_code
),

final as (
    select
        {{ contracted(changed_on='changed_at') }}
    from joined
)

select * from final
