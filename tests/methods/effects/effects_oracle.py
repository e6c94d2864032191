"""Slow, obvious twins of the fast paths: dummy variables, explicit loops, leaving out by hand."""

import math

import numpy as np


def imputation(y, start, w, drop=0, drift=0, last=None):
    """Regression on site and period dummies over untreated cells, then a weighted mean."""
    n, periods = y.shape
    rows, outcome, weight = [], [], []

    def row_of(i, t):
        row = np.zeros(n + periods + 1)
        row[i] = 1
        row[n + t] = 1
        row[-1] = t**drift if drift and start[i] < periods else 0
        return row

    for i in range(n):
        for t in range(periods):
            limit = start[i] - drop if start[i] < periods else periods
            if t < limit and not math.isnan(y[i, t]):
                rows.append(row_of(i, t))
                outcome.append(y[i, t])
                weight.append(math.sqrt(w[i]))
    weight = np.array(weight)
    design = np.array(rows)
    beta = np.linalg.lstsq(design * weight[:, None], np.array(outcome) * weight, rcond=None)[0]
    open_periods = {t for t in range(periods) if design[:, n + t].any()}
    total = held = 0.0
    for i in range(n):
        if not design[:, i].any():
            continue
        for t in range(periods):
            live = t >= start[i] and (last is None or t - start[i] <= last)
            if live and t in open_periods and not math.isnan(y[i, t]):
                total += w[i] * (y[i, t] - row_of(i, t) @ beta)
                held += w[i]
    return total / held if held else float("nan")


def jackknife_se(y, start, w, group, **rules):
    """Leave one group out, estimate again, spread of what comes."""
    found = []
    for g in sorted(set(group.tolist())):
        keep = group != g
        found.append(imputation(y[keep], start[keep], w[keep], **rules))
    found = np.array([value for value in found if not math.isnan(value)])
    g = len(found)
    return math.sqrt((g - 1) / g * ((found - found.mean()) ** 2).sum())


def callaway_santanna(y, start, w, compare):
    """Mean of all ATT(g, t) after the start, weighted by cohort, cell by cell."""
    n, periods = y.shape
    total = held = 0.0
    for g in sorted({int(s) for s in start if 0 < s < periods}):
        own = [i for i in range(n) if start[i] == g]
        for t in range(g, periods):
            others = [
                i for i in range(n) if (start[i] >= periods if compare == "never" else start[i] > t)
            ]
            if not others:
                continue

            def change(sites, t=t, base=g - 1):
                mass = sum(w[i] for i in sites)
                return sum(w[i] * (y[i, t] - y[i, base]) for i in sites) / mass

            share = sum(w[i] for i in own)
            total += share * (change(own) - change(others))
            held += share
    return total / held
