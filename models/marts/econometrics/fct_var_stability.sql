with

var_results as (
    select * from {{ ref('int_econometrics__var_results') }}
),

unfolded as (
    select
        study_code,
        model_code,
        {{ struct_rows('roots') }}
    from var_results
),

final as (
    select
        study_code::varchar as study_code,
        model_code::varchar as model_code,
        root_number::integer as root_number,
        real_part::double as real_part,
        imaginary_part::double as imaginary_part,
        modulus::double as modulus,
        (modulus < 1)::boolean as is_inside
    from unfolded
)

select * from final
