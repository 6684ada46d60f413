with

cuts as (
    select * from {{ ref('int_text__segmentation_cuts') }}
    -- nothing to say while no study has documents
    where (select count(*) from {{ ref('int_text__method_settings') }}) > 0
),

final as (
    select
        {{ contracted(
            n_words_missed='n_gold_words - n_matched_words',
            n_words_invented='n_found_words - n_matched_words'
        ) }}
    from cuts
    where n_matched_words < n_gold_words or n_matched_words < n_found_words
)

select * from final
