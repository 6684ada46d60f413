-- A place that only one language fills in would leave the other without the name or number.
with
texts as (
    select * from {{ ref('int_networks__finding_texts') }}
),

-- the names of the places, each once, in a fixed order
places as (
    select
        finding_code,
        sentence,
        sentence_zh,
        way_out,
        way_out_zh,
        list_sort(list_distinct(regexp_extract_all(sentence, '[{][a-z]+[}]'))) as places,
        list_sort(list_distinct(regexp_extract_all(sentence_zh, '[{][a-z]+[}]'))) as places_zh
    from texts
),

final as (
    select * from places
    where
        places <> places_zh
        -- a way out is not filled in
        or strpos(way_out || way_out_zh, chr(123)) > 0
        or not regexp_matches(way_out_zh, '[一-龥]')
        or not ends_with(way_out_zh, '。')
)

select * from final
