"""Every term of the pages: one plain sentence, and below it a formula and its source."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Term:
    """A word that a newcomer may not know."""

    meaning: str
    formula: str = ""  # LaTeX
    source: str = ""


TERMS = {
    "Cluster": Term(
        "A group of rows that are nearer to its centre than to any other.", source="MacQueen 1967"
    ),
    "k": Term("How many clusters are formed; you choose it, the criteria advise."),
    "Centre": Term(
        "The mean of a cluster's rows after scaling; also called centroid.",
        r"c_j = \frac{1}{n_j} \sum_{i \in C_j} x_i",
        "Lloyd 1982",
    ),
    "Distance": Term(
        "How far two rows lie apart: the root of the summed squared differences of the scaled columns.",
        r"d(x, y) = \sqrt{\sum_m (x_m - y_m)^2}",
    ),
    "Inertia": Term(
        "Sum of the squared distances of all rows to their centre; it always falls as k rises. Also called "
        "within-cluster sum of squares (WCSS).",
        r"W = \sum_j \sum_{i \in C_j} \lVert x_i - c_j \rVert^2",
        "MacQueen 1967",
    ),
    "Explained": Term(
        "Share of the total spread that lies between the clusters rather than within them.",
        r"1 - W / T,\quad T = \sum_i \lVert x_i - \bar x \rVert^2",
    ),
    "Silhouette": Term(
        "How much nearer rows are to their own cluster than to the next: 1 is best, 0 is on the border.",
        r"s_i = \frac{b_i - a_i}{\max(a_i, b_i)}",
        "Rousseeuw 1987",
    ),
    "In no cluster": Term(
        "Rows that a density-based algorithm leaves out: too few others lie near them.", source="Ester 1996"
    ),
    "DBCV": Term(
        "Density-based validity: how much denser clusters are inside than the space between them, whatever "
        "their shape; 1 is best, below 0 they run into each other.",
        r"\sum_i \frac{n_i}{n} \cdot \frac{\min_j \mathrm{sep}(C_i, C_j) - \mathrm{spread}(C_i)}"
        r"{\max(\min_j \mathrm{sep}(C_i, C_j), \mathrm{spread}(C_i))}",
        "Moulavi et al. 2014",
    ),
    "Davies-Bouldin": Term(
        "How much neighbouring clusters overlap; lower is better.",
        r"\frac{1}{k} \sum_i \max_{j \ne i} \frac{\sigma_i + \sigma_j}{\lVert c_i - c_j \rVert}",
        "Davies and Bouldin 1979",
    ),
    "Calinski-Harabasz": Term(
        "Spread between clusters over spread within; higher is better.",
        r"\frac{(T - W) / (k - 1)}{W / (n - k)}",
        "Caliński and Harabasz 1974",
    ),
    "Gap statistic": Term(
        "How much tighter the clusters are than those of evenly spread noise.",
        r"\mathrm{Gap}(k) = E[\log W_k^*] - \log W_k",
        "Tibshirani, Walther and Hastie 2001",
    ),
    "Prediction strength": Term(
        "How surely pairs of rows stay together when one half of the rows predicts the other.",
        source="Tibshirani and Walther 2005",
    ),
    "Knee": Term(
        "The k from which inertia falls much more slowly; many tables have none.", source="Satopää 2011"
    ),
    "Noise": Term(
        "Rows made up at random with the same spread but no groups; real clusters must stand out from it."
    ),
    "Iterations": Term(
        "Steps of the last descent, which ended where the centres are now.", source="Lloyd 1982"
    ),
    "Restart": Term("Another start from other centres; the solution with the lowest inertia is kept."),
    "k-means++": Term(
        "A start that spreads the centres out: each next one is likelier the farther it is from those there.",
        r"P(x_i) \propto \min_j \lVert x_i - c_j \rVert^2",
        "Arthur and Vassilvitskii 2007",
    ),
    "Swap search": Term(
        "Moves a centre that is of little use to where one is needed, if inertia falls by it.",
        source="Fränti and Kivijärvi 2000",
    ),
    "Local minimum": Term(
        "A solution that plain k-means cannot leave, though a better one exists elsewhere."
    ),
    "Seed": Term("A number that fixes all chance: the same seed gives the same result every time."),
    "Standard scaling": Term(
        "Each column gets mean 0 and deviation 1, so that units do not matter.", r"z = (x - \bar x) / s"
    ),
    "Min-max scaling": Term("Each column runs from 0 to 1.", r"z = (x - \min x) / (\max x - \min x)"),
    "Robust scaling": Term(
        "Median 0 and quartiles 1 apart, so that a few odd values do not decide.",
        r"z = (x - q_{50}) / (q_{75} - q_{25})",
    ),
    "Principal component": Term(
        "A mixture of columns along which the rows differ most; two of them make a picture of many columns.",
        source="Pearson 1901",
    ),
    "Cohen's d": Term(
        "How far a cluster's mean lies from that of the other rows, in deviations; beyond ±0.8 is large.",
        r"d = (\bar x_1 - \bar x_2) / s",
        "Cohen 1988",
    ),
    "Stability": Term(
        "Whether a cluster is found again when rows are drawn anew: the mean Jaccard index with its likest.",
        r"J(A, B) = |A \cap B| / |A \cup B|",
        "Hennig 2007",
    ),
    "Adjusted Rand index (ARI)": Term(
        "How far two groupings agree: 1 is the same, 0 is what chance gives.",
        source="Hubert and Arabie 1985",
    ),
    "Normalised mutual information (NMI)": Term(
        "How much knowing one grouping tells of another, from 0 to 1.",
        r"\frac{2 I(A; B)}{H(A) + H(B)}",
        "Strehl and Ghosh 2002",
    ),
    "Valley": Term("A thinner place between two clusters; without one the border cuts through a group."),
}


def meaning(term: str) -> str:
    """Return a term's sentence, for tooltips."""
    return TERMS[term].meaning


@st.dialog("What the words mean", width="large")
def drawer() -> None:
    """Show every term, or those that hold what is typed."""
    wanted = st.text_input("Find a word", key="terms.find", placeholder="silhouette").casefold()
    found = {name: term for name, term in TERMS.items() if wanted in f"{name} {term.meaning}".casefold()}
    if not found:
        st.caption("No term contains these letters.")
    for name in sorted(found, key=str.casefold):
        term = found[name]
        formula = f"$\\displaystyle {term.formula}$" if term.formula else ""
        source = f":gray[{term.source}]" if term.source else ""
        below = " \u2003 ".join(filter(None, (formula, source)))
        st.markdown(f"**{name}.** {term.meaning}" + (f"\n\n{below}" if below else ""))
