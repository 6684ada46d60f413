with

measures as (
    {{ nested_rows('int_networks__draws', 'degree_fits', ['study_code', 'network_code']) }}
),

spoken as (
    {{ with_words('measures', ['networks']) }}
),

final as (
    select
        {{ contracted(verdict=told('verdict_said', 'en'), verdict_zh=told('verdict_said', 'zh')) }}
    from spoken
)

select * from final
