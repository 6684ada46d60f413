with
evaluation as (
    select * from {{ ref('int_paths__evaluation') }}
),

settings as (
    select * from {{ ref('stg_paths__settings') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

beside as (
    select
        study_code,
        max(case when scheme_code = 'out_of_bag' then accuracy end) as oob_accuracy,
        max(case when scheme_code = 'baseline' then accuracy end) as baseline_accuracy
    from evaluation
    group by study_code
),

final as (
    select
        evaluation.study_code::varchar as study_code,
        evaluation.scheme_code::varchar as scheme_code,
        evaluation.n_training::integer as n_training,
        evaluation.n_test::integer as n_test,
        evaluation.accuracy::double as accuracy,
        evaluation.accuracy_p05::double as accuracy_p05,
        evaluation.accuracy_p95::double as accuracy_p95,
        evaluation.macro_f1::double as macro_f1,
        (
            case when evaluation.scheme_code = 'paper_split' then beside.oob_accuracy end
        )::double as oob_accuracy,
        evaluation.brier_score::double as brier_score,
        evaluation.calibration_error::double as calibration_error,
        beside.baseline_accuracy::double as baseline_accuracy,
        evaluation.split_detail::varchar as split_detail,
        settings.label_strategy::varchar as label_strategy,
        (settings.label_strategy != 'expert')::boolean as labels_share_inputs,
        {{ path_accuracy_meaning() }}::varchar as meaning,
        {{ path_accuracy_meaning_zh() }}::varchar as meaning_zh,
        studies.is_synthetic::boolean as is_synthetic
    from evaluation
    inner join settings
        on evaluation.study_code = settings.study_code
    inner join studies
        on evaluation.study_code = studies.study_code
    inner join beside
        on evaluation.study_code = beside.study_code
)

select * from final
