"""Pictures in k colours against scikit-learn, Pillow and what is installed: `python -m benchmarks.colours`.

Errors are mean squared errors in sRGB as ratios to scikit-learn's ten starts on weighted distinct colours,
palettes rounded to 8 bits and every pixel given its nearest colour (programs: the pixels they write, no
dithering). Times are processor seconds; bytes are those of our PNG with each method's pixels. No outside
photos: scikit-learn's two, parts of them, and drawn ones.
`--large` adds a 24-megapixel JPEG, `--quick` takes two pictures and two values of k.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from benchmarks import pictures
from benchmarks.colour_errors import ciede2000, png_bytes, squared, ssimulacra2
from benchmarks.colour_peers import methods, missing
from kmeans_core.pictures.colour_counts import count_colours
from kmeans_core.pictures.images import read_picture
from kmeans_core.pictures.palettes import PaletteSettings
from kmeans_core.pictures.quantisation import find_palette, paint

QUICK = ("china roof", "screenshot")
KS = (4, 8, 16, 32, 64, 128, 256)
JUDGES: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "CIEDE2000": ciede2000,
    "SSIMULACRA2": ssimulacra2,
    "kilobytes as our PNG": lambda before, after: png_bytes(after) / 1000,
}


def spent() -> float:
    """Processor seconds of this process and of the programs it started."""
    usage = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in usage)


def small(ks: tuple[int, ...], chosen: dict[str, np.ndarray]) -> None:
    if absent := missing():
        print(f"missing here and not measured: {', '.join(absent)}")
    results: dict[tuple[str, int], list[tuple[float, ...]]] = defaultdict(list)
    worst: dict[str, tuple[float, str]] = {}
    for name, pixels in chosen.items():
        for k in ks:
            rows = {}
            for label, method in methods().items():
                began = spent()
                result = method(pixels, k)
                seconds = spent() - began
                rows[label] = (
                    squared(pixels, result),
                    seconds,
                    *(judge(pixels, result) for judge in JUDGES.values()),
                )
            base = rows["scikit-learn, colours, 10"]
            for label, (error, seconds, *others) in rows.items():
                results[label, k].append((error / base[0], seconds / base[1], *others))
                worst[label] = max(worst.get(label, (0.0, "")), (error / base[0], f"{name}, k={k}"))
    for title, column in (("error", 0), ("processor time", 1)):
        print(f"\n{title} as a ratio to scikit-learn's ten starts on weighted colours, geometric mean")
        table(ks, results, lambda values, c=column: float(np.exp(np.mean(np.log(values[:, c])))))
    for column, title in enumerate(JUDGES, 2):
        print(f"\n{title}, mean")
        table(ks, results, lambda values, c=column: float(values[:, c].mean()))
    print("\nlargest error ratio")
    for label, (ratio, where) in worst.items():
        print(f"  {label:30s} {ratio:7.3f}  {where}")


def table(ks: tuple[int, ...], results: dict, value: Callable[[np.ndarray], float]) -> None:
    print(f"  {'':30s}" + "".join(f"{k:>8d}" for k in ks) + "     all")
    for label in dict.fromkeys(label for label, _ in results):
        by_k = [np.array(results[label, k]) for k in ks]
        cells = [value(values) for values in [*by_k, np.vstack(by_k)]]
        print(f"  {label:30s}" + "".join(f"{cell:8.3f}" for cell in cells))


def large() -> None:
    data = pictures.large()
    print(f"\n24 megapixels, JPEG of {len(data) / 1e6:.1f} MB: processor seconds from bytes to k colours")
    ours_at = {}
    for k in (16, 64, 256):
        began = spent()
        picture = read_picture(data, "large.jpg")
        counts = count_colours(picture)
        result = paint(picture, find_palette(counts, PaletteSettings(k=k)))
        ours_at[k] = spent() - began
        if k == 16:
            error = squared_large(picture.rgb, result.palette.colours[:, :3], result.labels)
        print(f"  k={k:<4d} {ours_at[k]:6.2f} s, {len(counts.codes):,} distinct colours", flush=True)
        del result
    rows = picture.rgb.reshape(-1, 3).astype(np.float32)
    began = spent()
    model = KMeans(16, n_init=1, random_state=0).fit(rows)
    theirs = spent() - began
    centres = np.rint(model.cluster_centers_).astype(np.uint8)  # its own inertia is summed in float32
    their_error = squared_large(picture.rgb, centres, model.labels_.reshape(picture.rgb.shape[:2]))
    print(
        f"  scikit-learn on all pixels, k=16: {theirs:.1f} s, {theirs / ours_at[16]:.0f} times ours;", end=" "
    )
    print(f"error ours / theirs {error / their_error:.4f}")


def squared_large(rgb: np.ndarray, colours: np.ndarray, labels: np.ndarray) -> float:
    parts = zip(np.array_split(rgb, 32), np.array_split(labels, 32), strict=True)
    return sum(((a.astype(np.int32) - colours[b]) ** 2).sum(dtype=float) for a, b in parts) / labels.size


PEAK = """
import sys
from pathlib import Path
from kmeans_core.pictures.colour_counts import count_colours
from kmeans_core.pictures.images import read_picture
from kmeans_core.pictures.quantisation import find_palette, paint
from kmeans_core.pictures.palettes import PaletteSettings
picture = read_picture(Path(sys.argv[1]).read_bytes(), "x")
counts = count_colours(picture)
paint(picture, find_palette(counts, PaletteSettings(k=64)))
status = Path("/proc/self/status").read_text()  # Linux; getrusage would count the parent's memory
kilobytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
print(f"  peak memory of the process: {kilobytes / 1000:.0f} MB")
"""


def peak() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.jpg")
        path.write_bytes(pictures.large())
        subprocess.run(
            [sys.executable, "-c", PEAK, str(path)], check=True, env={**os.environ, "PYTHONPATH": "."}
        )


if __name__ == "__main__":
    with threadpool_limits(1):
        if "--quick" in sys.argv:
            small((8, 64), {name: pictures.small()[name] for name in QUICK})
        elif "--large-only" not in sys.argv:
            small(KS, pictures.small())
        if any(word.startswith("--large") for word in sys.argv):
            large()
            peak()
