from wenmai.text.incremental import segment_new_texts
from wenmai.text.models import most_workers, segmenter_spec


def model(dbt, session):
    # What is known stays: a text and a dictionary give the same terms for ever. Rows of texts that
    # no document holds any more go afterwards (post_hook), so the table equals a full rebuild.
    dbt.config(materialized="incremental", incremental_strategy="append")
    settings = dbt.ref("int_text__settings").df()
    (code,) = dbt.ref("int_text__segmentation").select("segmentation_hash").fetchone()
    used = dbt.ref("int_text__documents").filter("is_usable").select("content_hash")
    wanted = f"content_hash in ({used.sql_query()})"
    if dbt.is_incremental:
        known = f"select content_hash from {dbt.this} where segmentation_hash = '{code}'"
        wanted += f" and content_hash not in ({known})"
    return segment_new_texts(
        session,
        dbt.ref("int_text__document_texts").filter(wanted),
        segmenter_spec(
            settings,
            dbt.ref("domain_terms").df(),
            dbt.ref("stop_words").df(),
            dbt.ref("general_words").df(),
        ),
        most_workers(settings),
    )
