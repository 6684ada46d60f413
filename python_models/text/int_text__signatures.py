from wenmai.build.changed_studies import last_result
from wenmai.text.incremental import sign_new_texts
from wenmai.text.models import duplicate_settings


def model(dbt, session):
    # What is known stays: a text keeps its signature for as long as a document holds it.
    dbt.config(materialized="table")
    settings = dbt.ref("int_text__settings").df()
    return sign_new_texts(
        session,
        dbt.ref("int_text__document_texts"),
        duplicate_settings(settings),
        signature_code=settings["signature_code"].iloc[0],
        known=last_result(session, str(dbt.this), "signature_code"),
    )
