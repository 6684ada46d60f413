from wenmai.text.incremental import segment_new_texts, texts_to_segment
from wenmai.text.models import most_workers, segmenter_spec


def model(dbt, session):
    # What is known stays: a text and a dictionary give the same terms for ever. Rows of texts that
    # no document holds any more go afterwards (post_hook), so the table equals a full rebuild.
    dbt.config(materialized="incremental", incremental_strategy="append")
    settings = dbt.ref("int_text__settings").df()
    (code,) = dbt.ref("int_text__segmentation").select("segmentation_hash").fetchone()
    used = dbt.ref("int_text__documents").filter("is_usable").select("content_hash")
    known = str(dbt.this) if dbt.is_incremental else None
    return segment_new_texts(
        session,
        texts_to_segment(dbt.ref("int_text__document_texts"), used, code, known),
        segmenter_spec(
            settings,
            dbt.ref("domain_terms").df(),
            dbt.ref("stop_words").df(),
            dbt.ref("general_words").df(),
        ),
        most_workers(settings),
    )
