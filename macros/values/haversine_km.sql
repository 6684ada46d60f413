{#
Great-circle distance in kilometres between two points in degrees: 2r·asin(√h),
h = sin²(Δφ/2) + cos φ1·cos φ2·sin²(Δλ/2), r the dbt var network_earth_radius_km. Equal points give 0.
#}
{% macro haversine_km(longitude_a, latitude_a, longitude_b, latitude_b) -%}
    2 * {{ var('network_earth_radius_km') }} * asin(sqrt(least(
        power(sin(radians({{ latitude_b }} - {{ latitude_a }}) / 2), 2)
        + cos(radians({{ latitude_a }})) * cos(radians({{ latitude_b }}))
        * power(sin(radians({{ longitude_b }} - {{ longitude_a }}) / 2), 2),
        1e0
    )))
{%- endmacro %}
