from wenmai.build.changed_studies import last_result
from wenmai.text import corpora


def model(dbt, session):
    # The same sentences and dictionaries give the same cuts: jieba is asked only when one has
    # changed.
    dbt.config(materialized="table")
    if not len(dbt.ref("int_text__method_settings")):
        return corpora.CUTS_SCHEMA.empty_table()  # no study has documents
    sentences = corpora.judged_sentences(
        test=dbt.ref("segmentation_gold").df(),
        development=dbt.ref("segmentation_development").df(),
    )
    terms = corpora.domain_dictionary(dbt.ref("domain_terms").df())
    general_words = dbt.ref("general_words").df()
    words = tuple(general_words["cuts"])
    known = last_result(session, str(dbt.this), "input_hash")
    if known is not None:
        known = known.filter(f"input_hash = '{corpora.cuts_hash(sentences, terms, words)}'")
        if known.limit(1).fetchone():
            return known
    return corpora.segmentation_cuts(sentences, terms, words)
