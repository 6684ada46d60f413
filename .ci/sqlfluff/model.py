"""What SQLFluff needs to know about dbt's ``model`` to read a mart whose columns its YAML lists."""

from types import SimpleNamespace

columns = {"contracted": SimpleNamespace(name="contracted", data_type="varchar")}
