"""Colours of charts can be told apart by everybody, on light and on dark ground."""

import itertools
import re

import numpy as np
import pytest

from wenmai.atlas.charts import MARKS, PALETTE

# Machado, Oliveira and Fernandes (2009): how the whole, and eyes without one kind of cone, see
SEEN = {
    "all": (1, 0, 0, 0, 1, 0, 0, 0, 1),
    "no red": (
        *(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216),
        *(-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        *(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413),
        *(-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        *(1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602),
        *(0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
APART = 18  # CIELAB; 2.3 is the least that people see side by side


def linear(color):
    share = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def lab(light):
    xyz = TO_XYZ @ np.clip(light, 0, 1) / TO_XYZ.sum(axis=1)
    x, y, z = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one, other):
    """WCAG 2.1, 1.4.11."""
    low, high = sorted(float(TO_XYZ[1] @ linear(color)) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def palette(project_dir, ground):
    if ground == "light":
        return PALETTE
    text = (project_dir / "wenmai/atlas/web/look.js").read_text(encoding="utf-8")
    dark = dict(re.findall(r'"(#\w{6})": "(#\w{6})"', text))
    return [dark[color] for color in PALETTE]


@pytest.mark.parametrize(("ground", "card"), [("light", "#ffffff"), ("dark", "#1b2227")])
def test_colours_are_told_apart_by_colour_blind_readers(project_dir, ground, card):
    colors = palette(project_dir, ground)
    assert min(contrast(color, card) for color in colors) >= 3
    for eyes, matrix in SEEN.items():
        seen = [lab(np.reshape(matrix, (3, 3)) @ linear(color)) for color in colors]
        nearest = min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2))
        assert nearest >= APART, eyes


def test_lines_differ_by_their_marks_as_well():
    assert len(set(MARKS)) == len(MARKS) == len(PALETTE)
