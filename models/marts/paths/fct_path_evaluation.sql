-- What an accuracy means: where the labels come from, then what was kept from the forest.
{% set meaning = messages([
    message(
        'paths.labels',
        by='settings.label_strategy', values=['expert', 'dominant_dimension', 'cluster']
    ),
    message('paths.scheme', by='evaluation.scheme_code', values=[
        'paper_split', 'out_of_bag', 'grouped_by_unit', 'forward_in_time', 'new_samples',
        'baseline', 'persistence_baseline'
    ]),
]) %}

with
evaluation as (
    {{ nested_rows('int_paths__judgements', 'evaluation') }}
),

settings as (
    select * from {{ ref('stg_paths__settings') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

words as (
    {{ words_of(['paths']) }}
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
        evaluation.study_code::string as study_code,
        evaluation.scheme_code::string as scheme_code,
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
        {{ told('evaluation.split_detail', 'en') }}::string as split_detail,
        {{ told('evaluation.split_detail', 'zh') }}::string as split_detail_zh,
        settings.label_strategy::string as label_strategy,
        (settings.label_strategy != 'expert')::boolean as labels_share_inputs,
        {{ told(meaning, 'en') }}::string as meaning,
        {{ told(meaning, 'zh') }}::string as meaning_zh,
        studies.is_synthetic::boolean as is_synthetic
    from evaluation
    inner join settings
        on evaluation.study_code = settings.study_code
    inner join studies
        on evaluation.study_code = studies.study_code
    inner join beside
        on evaluation.study_code = beside.study_code
    cross join words
)

select * from final
