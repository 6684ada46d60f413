"""Steps down a gradient: Adam, and Adagrad for tables of embeddings."""

from dataclasses import dataclass, field

import numpy as np

from wenmai.knowledge_graph.decoders import Array

Parameters = dict[str, Array]


@dataclass
class Adam:
    """Adam (Kingma and Ba 2015): steps by the mean gradient over the root of its mean square.

    Parameters
    ----------
    rate : float
    first, second : float
        Decay of the two means.

    Examples
    --------
    The first step is the rate, whatever the size of the gradient.

    >>> values = {"x": np.array([1.0])}
    >>> Adam(rate=0.1).step(values, {"x": np.array([250.0])})
    >>> values["x"].round(6).tolist()
    [0.9]
    """

    rate: float = 0.01
    first: float = 0.9
    second: float = 0.999
    _means: Parameters = field(default_factory=dict)
    _squares: Parameters = field(default_factory=dict)
    _count: int = 0

    def step(self, values: Parameters, gradients: Parameters) -> None:
        """Change the values in place."""
        self._count += 1
        for name, grown in gradients.items():
            mean = self._means.setdefault(name, np.zeros_like(grown))
            square = self._squares.setdefault(name, np.zeros_like(grown))
            mean += (1 - self.first) * (grown - mean)
            square += (1 - self.second) * (grown**2 - square)
            rate = self.rate / (1 - self.first**self._count)
            root = np.sqrt(square / (1 - self.second**self._count)) + 1e-8
            values[name] -= (rate * mean / root).astype(values[name].dtype)


@dataclass
class Adagrad:
    """Adagrad (Duchi and others 2011): rare entities keep their large steps.

    Parameters
    ----------
    rate : float

    Examples
    --------
    >>> values = {"x": np.array([1.0])}
    >>> Adagrad(rate=0.1).step(values, {"x": np.array([250.0])})
    >>> values["x"].round(6).tolist()
    [0.9]
    """

    rate: float = 0.1
    _squares: Parameters = field(default_factory=dict)

    def step(self, values: Parameters, gradients: Parameters) -> None:
        """Change the values in place."""
        for name, grown in gradients.items():
            square = self._squares.setdefault(name, np.zeros_like(grown))
            square += grown**2
            values[name] -= self.rate * grown / (np.sqrt(square) + 1e-10)
