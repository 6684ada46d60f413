from wenmai.text.corpora import CUTS_SCHEMA, cuts_hash, domain_dictionary, segmentation_cuts


def model(dbt, session):
    # The same sentences and dictionary give the same cuts: jieba is asked only when one has
    # changed (post_hook removes what was before).
    dbt.config(materialized="incremental", incremental_strategy="append")
    if not len(dbt.ref("int_text__method_settings")):
        return CUTS_SCHEMA.empty_table()  # no study has documents
    gold = dbt.ref("segmentation_gold").df()
    terms = domain_dictionary(dbt.ref("domain_terms").df())
    known = f"select 1 from {dbt.this} where input_hash = ? limit 1" if dbt.is_incremental else ""
    if known and session.execute(known, [cuts_hash(gold, terms)]).fetchone():
        return CUTS_SCHEMA.empty_table()
    return segmentation_cuts(gold, terms)
