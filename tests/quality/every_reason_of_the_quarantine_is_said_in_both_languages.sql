-- A place that only one language fills in would leave the other without the name or number.
with
reasons as (
    select * from {{ ref('int_quality__quarantine_reasons') }}
),

-- the names of the places, each once, in a fixed order
places as (
    select
        reason_code,
        reason_template,
        reason_template_zh,
        way_out,
        way_out_zh,
        list_sort(list_distinct(regexp_extract_all(reason_template, '[{][a-z]+[}]'))) as places,
        list_sort(list_distinct(regexp_extract_all(reason_template_zh, '[{][a-z]+[}]')))
            as places_zh
    from reasons
),

final as (
    select * from places
    where
        places <> places_zh
        -- a way out is not filled in
        or strpos(way_out || way_out_zh, chr(123)) > 0
        -- 一 to 龥: the Chinese sentence is Chinese
        or not regexp_matches(reason_template_zh, '[一-龥]')
        or not regexp_matches(way_out_zh, '[一-龥]')
        or not ends_with(way_out_zh, '。')
)

select * from final
