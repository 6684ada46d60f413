from wenmai.text import corpora


def model(dbt, session):
    # The same sentences and dictionaries give the same cuts: jieba is asked only when one has
    # changed (post_hook removes what was before).
    dbt.config(materialized="incremental", incremental_strategy="append")
    if not len(dbt.ref("int_text__method_settings")):
        return corpora.CUTS_SCHEMA.empty_table()  # no study has documents
    sentences = corpora.judged_sentences(
        test=dbt.ref("segmentation_gold").df(),
        development=dbt.ref("segmentation_development").df(),
    )
    terms = corpora.domain_dictionary(dbt.ref("domain_terms").df())
    general_words = dbt.ref("general_words").df()
    words = tuple(general_words["cuts"])
    known = f"select 1 from {dbt.this} where input_hash = ? limit 1" if dbt.is_incremental else ""
    if known and session.execute(known, [corpora.cuts_hash(sentences, terms, words)]).fetchone():
        return corpora.CUTS_SCHEMA.empty_table()
    return corpora.segmentation_cuts(sentences, terms, words)
