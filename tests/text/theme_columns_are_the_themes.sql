-- mart_city_year names a column per theme: a theme added to the seed needs one there too.
select theme_code
from {{ ref('dim_themes') }}
where
    theme_code not in (
        {%- for theme in theme_codes() %}
            '{{ theme }}'{% if not loop.last %},{% endif %}
        {%- endfor %}
    )
