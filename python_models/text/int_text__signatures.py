from wenmai.text.incremental import sign_new_texts
from wenmai.text.models import duplicate_settings


def model(dbt, session):
    # What is known stays: a text keeps its signature for as long as a document holds it.
    dbt.config(materialized="incremental", incremental_strategy="append")
    settings = dbt.ref("int_text__settings").df()
    code = settings["signature_code"].iloc[0]
    texts = dbt.ref("int_text__document_texts")
    if dbt.is_incremental:
        known = f"select content_hash from {dbt.this} where signature_code = '{code}'"
        texts = texts.filter(f"content_hash not in ({known})")
    return sign_new_texts(session, texts, duplicate_settings(settings), code)
