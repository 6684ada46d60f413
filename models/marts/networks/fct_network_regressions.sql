with
regressions as (
    select * from {{ ref('int_networks__regressions') }}
),

final as (
    select
        study_code::varchar as study_code,
        network_code::varchar as network_code,
        year::integer as year,
        matrix_code::varchar as matrix_code,
        term_position::integer as term_position,
        term_code::varchar as term_code,
        coefficient::double as coefficient,
        t_value::double as t_value,
        p_two_sided::double as p_two_sided,
        r_squared::double as r_squared,
        n_nodes::integer as n_nodes,
        n_cells::bigint as n_cells,
        n_permutations::integer as n_permutations,
        seed::integer as seed,
        reason::varchar as reason
    from regressions
)

select * from final
