"""How much a and b should weigh in OKLab, by how pictures look: `python -m benchmarks.colour_weights`.

Means over the pictures of `benchmarks.colours` at each k, without dithering: CIEDE2000 (less is better) and
SSIMULACRA2 (more is better). sRGB and the peers stand beside the weights; the page uses the one in the code.
"""

from __future__ import annotations

import sys

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks import pictures
from benchmarks.colour_errors import ciede2000, ssimulacra2
from benchmarks.colour_peers import Method, methods, ours
from benchmarks.colours import KS, QUICK
from kmeans_core.pictures import colour_spaces

WEIGHTS = (1.0, 1.2, 1.4, 1.6, 1.8, 2.2)


def weighing(weight: float) -> Method:
    """Our palettes in OKLab with this weight in place of the one that is used."""

    def method(pixels: np.ndarray, k: int) -> np.ndarray:
        used = colour_spaces._CHROMA
        colour_spaces._CHROMA = np.float32(weight)
        try:
            return ours("OKLab")(pixels, k)
        finally:
            colour_spaces._CHROMA = used

    return method


def compared() -> dict[str, Method]:
    slow = (
        "k-means studio, OKLab",
        "scikit-learn, colours, 10",
        "scikit-learn, pixels, 1",
        "tutorial, 1,000 pixels",
    )
    peers = {name: method for name, method in methods().items() if name not in slow}
    return {f"OKLab, weight {weight}": weighing(weight) for weight in WEIGHTS} | peers


if __name__ == "__main__":
    quick = "--quick" in sys.argv
    ks = (8, 64) if quick else KS
    chosen = {name: pixels for name, pixels in pictures.small().items() if not quick or name in QUICK}
    lines: dict[str, list[str]] = {"CIEDE2000": [], "SSIMULACRA2": []}
    with threadpool_limits(1):
        for name, method in compared().items():
            results = [[(pixels, method(pixels, k)) for pixels in chosen.values()] for k in ks]
            for title, judge in (("CIEDE2000", ciede2000), ("SSIMULACRA2", ssimulacra2)):
                means = [np.mean([judge(*pair) for pair in pairs]) for pairs in results]
                lines[title].append(f"  {name:30s}" + "".join(f"{mean:9.3f}" for mean in means))
    for title, told in lines.items():
        print(f"\n{title}, mean\n  {'':30s}" + "".join(f"{k:>9d}" for k in ks))
        print("\n".join(told))
