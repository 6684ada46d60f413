{% set normal_says, drawn_says = 'p_value < 0.05', 'permutation_p < 0.05' %}
{% set weak = "status = 'estimated' and (" ~ normal_says ~ ') != (' ~ drawn_says ~ ')' %}
{% set firm = "status = 'estimated' and " ~ normal_says ~ ' and ' ~ drawn_says %}
{% set finding = messages([
    message(
        'moran.none', when="status = 'estimated' and p_value >= 0.05 and permutation_p >= 0.05"
    ),
    message('moran.weak_alike', when=weak ~ ' and morans_i > expected_i'),
    message('moran.weak_unlike', when=weak ~ ' and morans_i <= expected_i'),
    message('moran.alike', when=firm ~ ' and morans_i > expected_i'),
    message('moran.unlike', when=firm ~ ' and morans_i <= expected_i'),
]) %}

with

results as (
    select * from {{ ref('int_econometrics__autocorrelation_results') }}
),

weights as (
    select * from {{ source('econometrics', 'study_spatial_weights') }}
),

named as (
    select
        results.*,
        weights.weights_name_zh,
        weights.weights_name_en
    from results
    inner join weights
        on
            results.study_code = weights.study_code
            and results.weights_code = weights.weights_code
),

spoken as (
    {{ with_words('named', ['econometrics']) }}
),

final as (
    select
        study_code::string as study_code,
        variable_code::string as variable_code,
        weights_code::string as weights_code,
        weights_name_zh::string as weights_name_zh,
        weights_name_en::string as weights_name_en,
        year::integer as year,
        is_logged::boolean as is_logged,
        status::string as status,
        reason_code::string as reason_code,
        {{ told('reason_said', 'en') }}::string as reason,
        {{ told('reason_said', 'zh') }}::string as reason_zh,
        n_units::integer as n_units,
        n_missing::integer as n_missing,
        n_islands::integer as n_islands,
        morans_i::double as morans_i,
        expected_i::double as expected_i,
        z_value::double as z_value,
        p_value::double as p_value,
        permutation_z::double as permutation_z,
        permutation_p::double as permutation_p,
        permutations::integer as permutations,
        {{ told(finding, 'en') }}::string as finding,
        {{ told(finding, 'zh') }}::string as finding_zh
    from spoken
)

select * from final
