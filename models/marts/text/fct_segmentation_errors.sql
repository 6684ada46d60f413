with

cuts as (
    select * from {{ ref('int_text__segmentation_cuts') }}
    -- nothing to say while no study has documents
    where (select count(*) from {{ ref('int_text__method_settings') }}) > 0
),

final as (
    select
        dictionary_code::varchar as dictionary_code,
        item_type::varchar as item_type,
        purpose::varchar as purpose,
        item_code::varchar as item_code,
        text_type::varchar as text_type,
        gold_cuts::varchar as gold_cuts,
        found_cuts::varchar as found_cuts,
        (n_gold_words - n_matched_words)::integer as n_words_missed,
        (n_found_words - n_matched_words)::integer as n_words_invented
    from cuts
    where n_matched_words < n_gold_words or n_matched_words < n_found_words
)

select * from final
