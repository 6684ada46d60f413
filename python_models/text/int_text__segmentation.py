from wenmai.text.models import segmentation_row, segmenter_spec


def model(dbt, session):
    dbt.config(materialized="table")
    spec = segmenter_spec(
        settings=dbt.ref("int_text__settings").df(),
        terms=dbt.ref("domain_terms").df(),
        stop_words=dbt.ref("stop_words").df(),
        general_words=dbt.ref("general_words").df(),
    )
    return segmentation_row(spec)
