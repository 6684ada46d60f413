from wenmai.text.segmentation_quality import f1_intervals


def model(dbt, session):
    dbt.config(materialized="table")
    return f1_intervals(dbt.ref("int_text__segmentation_cuts").df())
