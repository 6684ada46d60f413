-- What the warehouse says about numbers on development paths that papers print.

with
assignments as (
    select * from ({{ nested_rows('int_paths__results', 'assignments') }}) as nested
    where path_code is not null
),

places as (
    select * from {{ ref('int_paths__samples') }}
),

probabilities as (
    {{ nested_rows('int_paths__results', 'probabilities') }}
),

evaluation as (
    {{ nested_rows('int_paths__judgements', 'evaluation') }}
),

path_settings as (
    select * from {{ ref('stg_paths__settings') }}
),

-- every unit-year counts for the study and for its province
counted as (
    {% for unit_code in ['null::string', 'places.province_code'] %}
        select
            assignments.study_code,
            {{ unit_code }} as unit_code,
            assignments.path_code,
            count(*) as n_on_path,
            {{ exact_sum('assignments.path_score') }} as path_score_sum,
            count(assignments.path_score) as n_scored
        from assignments
        inner join places
            on
                assignments.study_code = places.study_code
                and assignments.unit_code = places.unit_code
                and assignments.year = places.year
        group by all
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

of_paths as (
    select
        *,
        1e2 * n_on_path / sum(n_on_path) over (partition by study_code, unit_code) as path_share,
        path_score_sum / nullif(n_scored, 0) as path_score_mean
    from counted
),

final as (
    {% for statistic, unit in {'path_share': "'%'", 'path_score_mean': 'null::string'}.items() %}
        select
            study_code,
            '{{ statistic }}' as statistic,
            unit_code,
            null::integer as year,
            path_code as item_code,
            {{ unit }} as measure_unit,
            {{ statistic }}::double as own_value
        from of_paths
        {{ 'where unit_code is null' if statistic == 'path_score_mean' }}
        union all
    {% endfor %}
    {% for statistic, (source, column) in {
        'path_votes': ('probabilities', 'votes'),
        'path_confidence': ('assignments', 'confidence'),
    }.items() %}
        select
            study_code,
            '{{ statistic }}' as statistic,
            unit_code,
            year,
            path_code as item_code,
            null as measure_unit,
            {{ column }}::double as own_value
        from {{ source }}
        union all
    {% endfor %}
    select
        study_code,
        'n_trees' as statistic,
        unit_code,
        year,
        null as item_code,
        null as measure_unit,
        sum(votes)::double as own_value
    from probabilities
    group by study_code, unit_code, year
    {% for statistic, source, column, condition in [
        ('n_trees', 'path_settings', 'trees', 'true'),
        ('max_depth', 'path_settings', 'max_depth', 'true'),
        ('min_samples_leaf', 'path_settings', 'min_samples_leaf', 'true'),
        ('training_share', 'path_settings', 'training_share', 'true'),
        ('oob_accuracy', 'evaluation', 'accuracy', "scheme_code = 'out_of_bag'"),
        ('macro_f1', 'evaluation', 'macro_f1', "scheme_code = 'paper_split'"),
    ] %}
        union all
        select
            study_code,
            '{{ statistic }}' as statistic,
            null as unit_code,
            null as year,
            null as item_code,
            null as measure_unit,
            {{ column }}::double as own_value
        from {{ source }}
        where {{ condition }}
    {% endfor %}
)

select * from final
