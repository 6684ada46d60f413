-- A view of one row: what the Python models of this domain need of the project's variables.
{{ config(materialized='view') }}

{%- set workers = var('text_workers') %}

with
final as (
    select
        '{{ var("segmenter") }}' as segmenter,
        {{ 'null' if workers is none else workers }}::integer as text_workers,
        {{ var('duplicate_threshold') }}::double as duplicate_threshold,
        {{ var('duplicate_shingle_length') }}::integer as duplicate_shingle_length,
        {{ var('duplicate_permutations') }}::integer as duplicate_permutations,
        {{ var('duplicate_seed') }}::integer as duplicate_seed,
        concat_ws(
            '/',
            1,  -- version of the way shingles are hashed
            {{ var('duplicate_shingle_length') }},
            {{ var('duplicate_permutations') }},
            {{ var('duplicate_seed') }}
        ) as signature_code
)

select * from final
