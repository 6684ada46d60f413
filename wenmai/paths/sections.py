"""The section ``paths`` of study.yml: labels, fusion, forest, and when it is trained anew."""

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from wenmai.kit.section import Code, Section, Text
from wenmai.sentences import Sentence

SHARES_OF_BLOCKS_SUM = Sentence("paths.shares_of_blocks_sum", "total")
EXPERTS_NEED_FILE = Sentence("paths.experts_need_file")
FILE_IS_OF_EXPERTS = Sentence("paths.file_is_of_experts", "strategy")
STEP_NOT_A_DIVISOR = Sentence("paths.step_not_a_divisor", "step")

LEFT_OUT = "none"
LABELS_CODE = "paths"  # names the label file in quality.fct_source_files
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(strict=True, ge=1)]


class Fusion(Section):
    """Weights α, β, γ of the structured, text and network block; they sum to 1.

    Examples
    --------
    >>> Fusion(structured=0.5, text=0.3, network=0.2).text
    0.3
    """

    structured: Share
    text: Share
    network: Share

    @model_validator(mode="after")
    def _sums_to_one(self) -> "Fusion":
        total = self.structured + self.text + self.network
        if abs(total - 1) > 1e-6:
            raise ValueError(SHARES_OF_BLOCKS_SUM(total=f"{total:g}"))
        return self


class LabelColumns(Section):
    """Headings of the file of labels."""

    unit: Text = "unit"
    year: Text = "year"
    path: Text = "path"


class Labels(Section):
    """Where the reference class of a unit-year comes from.

    ``expert``: a table of unit, year and path in the study folder. ``dominant_dimension``: the
    dimension that stands highest above its mean over the panel. ``cluster``: a Gaussian mixture on
    the dimensions. The last two are computed from what the forest reads; the evaluation says so.
    """

    strategy: Literal["expert", "dominant_dimension", "cluster"]
    file: Text | None = None
    sheet: Text | None = None
    encoding: Text = "auto"
    columns: LabelColumns = LabelColumns()

    @model_validator(mode="after")
    def _has_its_file(self) -> "Labels":
        if self.strategy == "expert" and self.file is None:
            raise ValueError(EXPERTS_NEED_FILE())
        if self.strategy != "expert" and self.file is not None:
            raise ValueError(FILE_IS_OF_EXPERTS(strategy=self.strategy))
        return self


class Forest(Section):
    """Size of the forest and of its trees; ``null`` means the project's default (dbt vars)."""

    trees: Annotated[int, Field(strict=True, ge=10, le=10_000)] | None = None
    max_depth: Annotated[int, Field(strict=True, ge=1, le=20)] | None = None
    min_samples_leaf: Annotated[int, Field(strict=True, ge=1, le=1000)] | None = None
    training_share: Annotated[float, Field(ge=0.1, le=0.95)] | None = None


class Paths(Section):
    """Development paths of the study's units.

    ``features`` maps an indicator, a theme or a measure of a network to one of the five driving
    dimensions, or to ``none``; without it, what has one of these dimensions already is read.
    ``networks`` names the networks that count; default: all of the study. ``strengths`` states η
    of a path. ``retrain``: ``always`` at every refresh, ``never`` while a stored model is there,
    ``on_drift`` when features have moved by more than ``drift_threshold`` (population stability
    index). ``fusion_grid_step`` null leaves the grid of fusion weights out.

    Examples
    --------
    >>> Paths(labels={"strategy": "cluster"}).retrain
    'always'
    """

    labels: Labels
    fusion: Fusion | None = None
    features: dict[Code, Code] = Field(default_factory=dict)
    networks: tuple[Code, ...] | None = None
    strengths: dict[Code, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    forest: Forest = Forest()
    seed: Annotated[int, Field(strict=True, ge=0, lt=2**31)] = 1
    retrain: Literal["always", "never", "on_drift"] = "always"
    drift_threshold: Annotated[float, Field(gt=0, le=10)] = 0.25
    fusion_grid_step: Annotated[float, Field(ge=0.05, le=0.5)] | None = 0.2
    fusion_grid_trees: Count = 100

    @field_validator("fusion_grid_step")
    @classmethod
    def _divides_one(cls, step: float | None) -> float | None:
        if step is not None and abs(1 / step - round(1 / step)) > 1e-9:
            raise ValueError(STEP_NOT_A_DIVISOR(step=f"{step:g}"))
        return step


class PathSections(Section):
    """What study.yml may say about paths."""

    paths: Paths | None = None
