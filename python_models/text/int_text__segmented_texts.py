from wenmai.build.changed_studies import last_result
from wenmai.mill import mill_of
from wenmai.settings import Settings
from wenmai.text.incremental import segment_new_texts
from wenmai.text.models import most_workers, segmenter_spec


def model(dbt, session):
    # What is known stays: a text and a dictionary give the same terms for ever.
    dbt.config(materialized="table")
    settings = dbt.ref("int_text__settings").df()
    (code,) = dbt.ref("int_text__segmentation").select("segmentation_hash").fetchone()
    used = dbt.ref("int_text__documents").filter("is_usable").select("content_hash")
    return segment_new_texts(
        session,
        dbt.ref("int_text__document_texts").filter(f"content_hash in ({used.sql_query()})"),
        segmenter_spec(
            settings,
            dbt.ref("domain_terms").df(),
            dbt.ref("stop_words").df(),
            dbt.ref("general_words").df(),
        ),
        most_workers(settings),
        segmentation_hash=code,
        known=last_result(session, str(dbt.this), "segmentation_hash"),
        mill=mill_of(Settings.from_env()),
    )
