"""The index once more, in plain NumPy on arrays, written from the formulas and not from the SQL.

Arrays have the shape (rows, indicators), rows being unit-years, with NaN for missing cells. It is
here to be compared with the models, not to be used.
"""

import numpy as np


def winsorise(x, lower, upper):
    """Clip every column to its type-7 quantiles."""
    low = np.nanquantile(x, lower, axis=0)
    high = np.nanquantile(x, upper, axis=0)
    return np.where(np.isnan(x), np.nan, np.clip(x, low, high))


def normalise(x, negative):
    """Min-max to 0-1 in the direction of each column; a constant column is 0."""
    z = np.full_like(x, np.nan)
    for j in range(x.shape[1]):
        seen = ~np.isnan(x[:, j])
        column = x[seen, j]
        if not column.size:
            continue
        low, high = column.min(), column.max()
        if low == high:
            z[seen, j] = 0.0
        elif negative[j]:
            z[seen, j] = (high - column) / (high - low)
        else:
            z[seen, j] = (column - low) / (high - low)
    return z


def divergence(column):
    """1 - e of one column without NaN, from the shares themselves."""
    n, total = column.size, column.sum()
    if n < 2 or total == 0:
        return 0.0
    p = column[column > 0] / total
    g = 1 + (p * np.log(p)).sum() / np.log(n)
    return g if g > 1e-12 else 0.0


def entropy_weights(z):
    """Entropy weights of the columns."""
    g = np.array([divergence(column[~np.isnan(column)]) for column in z.T])
    return g / g.sum() if g.sum() else g


def weights_without_zeros(z):
    """For each column its weight when its own zero cells are left out."""
    columns = [column[~np.isnan(column)] for column in z.T]
    g = np.array([divergence(column) for column in columns])
    found = []
    for j, column in enumerate(columns):
        own = divergence(column[column > 0])
        others = np.delete(g, j).sum()
        found.append(own / (own + others) if own + others else 0.0)
    return np.array(found)


def cap_weights(weights, cap):
    """Pour what stands above the cap over the others, in proportion, until nothing does."""
    weights, cap = weights.astype(float).copy(), max(cap, 1 / np.count_nonzero(weights))
    capped = np.zeros(weights.size, dtype=bool)
    while (weights[~capped] > cap + 1e-15).any():
        capped |= weights > cap + 1e-15
        weights[capped] = cap
        rest = weights[~capped].sum()
        if rest == 0:
            break
        weights[~capped] *= (1 - cap * capped.sum()) / rest
    return weights


def scores(z, weights, min_observed_share=0.6):
    """Weighted mean over the observed cells of each row; NaN below the share.

    ``weights`` is one vector, or one row of weights per row of z.
    """
    weights = np.broadcast_to(weights, z.shape)
    seen = ~np.isnan(z)
    observed = (weights * seen).sum(axis=1)
    total = np.where(seen, weights * np.nan_to_num(z), 0.0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(observed >= min_observed_share - 1e-12, total / observed, np.nan), observed


def correlation(z):
    """Pairwise complete Pearson correlations; NaN with a constant."""
    m = z.shape[1]
    r = np.full((m, m), np.nan)
    for i in range(m):
        for j in range(m):
            both = ~np.isnan(z[:, i]) & ~np.isnan(z[:, j])
            x, y = z[both, i], z[both, j]
            if x.size > 1 and np.ptp(x) > 0 and np.ptp(y) > 0:
                r[i, j] = np.corrcoef(x, y)[0, 1]
    return r


def critic_weights(z):
    """Standard deviation times the sum of 1 - r, as shares."""
    r = correlation(z)
    spread = np.array([np.nanstd(column, ddof=1) for column in z.T])
    information = spread * np.nansum(1 - r, axis=1)
    return information / information.sum()


def cronbach_alpha(z):
    """Cronbach's alpha of the complete rows."""
    rows = z[~np.isnan(z).any(axis=1)]
    m = rows.shape[1]
    return m / (m - 1) * (1 - rows.var(axis=0, ddof=1).sum() / rows.sum(axis=1).var(ddof=1))
