with

new_words as (
    select * from {{ ref('int_text__new_words') }}
),

final as (
    select
        {{ contracted() }}
    from new_words
)

select * from final
