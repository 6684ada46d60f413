from wenmai.text.models import near_duplicates


def model(dbt, session):
    dbt.config(materialized="table")
    return near_duplicates(
        documents=dbt.ref("int_text__compared_documents").order("study_code, position").df(),
        signatures=dbt.ref("int_text__signatures"),
        texts=dbt.ref("int_text__document_texts"),
        settings=dbt.ref("int_text__settings").df(),
    )
