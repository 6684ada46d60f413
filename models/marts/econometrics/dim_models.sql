with

models as (
    select * from {{ ref('int_econometrics__models') }}
),

final as (
    select
        study_code::varchar as study_code,
        model_code::varchar as model_code,
        model_kind::varchar as model_kind,
        model_name_zh::varchar as model_name_zh,
        model_name_en::varchar as model_name_en,
        formula::varchar as formula,
        effects::varchar as effects,
        covariance::varchar as covariance,
        value_basis::varchar as value_basis,
        sample_text::varchar as sample_text,
        weights_code::varchar as weights_code
    from models
)

select * from final
