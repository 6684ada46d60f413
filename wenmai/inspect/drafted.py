"""What a draft of one table holds."""

from dataclasses import dataclass, field

from wenmai.kit.mapping import SourceMapping
from wenmai.sentences import Said


@dataclass(frozen=True)
class Draft:
    """The draft of a source mapping.

    Parameters
    ----------
    yaml : str
        The text of the mapping, with comments at what is unsure.
    mapping : SourceMapping
        The same, validated.
    understood : tuple of Said
        What was found.
    doubts : tuple of Said
        What a person should look at, questions included.
    years : frozenset of int
        Years of its values.
    places : frozenset of str
        Codes of the units that it names.
    names : dict
        Code of an indicator that the library lacks → its name and unit of measure.
    growths : dict
        Code of a growth in per cent → name of what grows; of months and quarters.
    """

    yaml: str
    mapping: SourceMapping
    understood: tuple[Said, ...]
    doubts: tuple[Said, ...]
    years: frozenset[int] = field(default=frozenset())
    places: frozenset[str] = field(default=frozenset())
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    growths: dict[str, str] = field(default_factory=dict)

    @property
    def has_no_year(self) -> bool:
        """Whether somebody said that its numbers are of no year."""
        return self.mapping.year is not None and self.mapping.year.absent
