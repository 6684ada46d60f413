with

cuts as (
    select * from {{ ref('int_text__segmentation_cuts') }}
    -- nothing to say while no study has documents
    where (select count(*) from {{ ref('int_text__method_settings') }}) > 0
),

intervals as (
    select * from {{ ref('int_text__segmentation_intervals') }}
),

terms as (
    select
        dictionary_code,
        count(*) as n_terms,
        sum(n_matched_words) as n_terms_whole
    from cuts
    where item_type = 'term'
    group by dictionary_code
),

scoped as (
    select
        purpose,
        dictionary_code,
        text_type,
        n_gold_words,
        n_found_words,
        n_matched_words,
        n_strict_gold_words,
        n_strict_matched_words
    from cuts
    where item_type = 'sentence'
    union all
    select
        purpose,
        dictionary_code,
        'all' as text_type,
        n_gold_words,
        n_found_words,
        n_matched_words,
        n_strict_gold_words,
        n_strict_matched_words
    from cuts
    where item_type = 'sentence'
),

sums as (
    select
        purpose,
        dictionary_code,
        text_type,
        count(*) as n_sentences,
        sum(n_gold_words) as n_gold_words,
        sum(n_found_words) as n_found_words,
        sum(n_matched_words) as n_matched_words,
        sum(n_strict_gold_words) as n_strict_gold_words,
        sum(n_strict_matched_words) as n_strict_matched_words
    from scoped
    group by purpose, dictionary_code, text_type
),

final as (
    select
        sums.purpose::string as purpose,
        sums.dictionary_code::string as dictionary_code,
        sums.text_type::string as text_type,
        (1e0 * sums.n_matched_words / nullif(sums.n_found_words, 0))::double as word_precision,
        (1e0 * sums.n_matched_words / nullif(sums.n_gold_words, 0))::double as word_recall,
        (2e0 * sums.n_matched_words / nullif(sums.n_found_words + sums.n_gold_words, 0))::double
            as word_f1,
        intervals.word_f1_low::double as word_f1_low,
        intervals.word_f1_high::double as word_f1_high,
        (
            2e0 * sums.n_strict_matched_words
            / nullif(sums.n_found_words + sums.n_strict_gold_words, 0)
        )::double as strict_word_f1,
        sums.n_sentences::integer as n_sentences,
        sums.n_gold_words::integer as n_gold_words,
        sums.n_found_words::integer as n_found_words,
        sums.n_matched_words::integer as n_matched_words,
        terms.n_terms::integer as n_terms,
        terms.n_terms_whole::integer as n_terms_whole
    from sums
    left join intervals
        on
            sums.purpose = intervals.purpose
            and sums.dictionary_code = intervals.dictionary_code
            and sums.text_type = intervals.text_type
    left join terms
        on sums.dictionary_code = terms.dictionary_code
)

select * from final
