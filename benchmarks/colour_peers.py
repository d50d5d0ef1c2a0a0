"""Ways to bring a picture to k colours, ours and those of others; used by `benchmarks.colours`."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.cluster import KMeans

from benchmarks.machine import path_of
from kmeans_core.pictures.colour_counts import ColourCounts, count_colours
from kmeans_core.pictures.images import picture_of
from kmeans_core.pictures.palettes import PaletteSettings, palette_for
from kmeans_core.pictures.quantisation import find_palette, paint

Method = Callable[[np.ndarray, int], np.ndarray]  # pixels (h, w, 3) -> pixels in k colours


def mapped(pixels: np.ndarray, centres: np.ndarray) -> np.ndarray:
    picture = picture_of(pixels, "x")
    counts = count_colours(picture)
    rgba = np.column_stack([np.rint(centres).clip(0, 255), np.full(len(centres), 255)]).astype(np.uint8)
    return paint(picture, palette_for(counts, rgba)).rgba[..., :3]


def distinct(pixels: np.ndarray) -> ColourCounts:
    return count_colours(picture_of(pixels, "x"))


def ours(space: str) -> Method:
    def method(pixels: np.ndarray, k: int) -> np.ndarray:
        picture = picture_of(pixels, "x")
        counts = count_colours(picture)
        palette = find_palette(counts, PaletteSettings(k=k, space=space))
        return paint(picture, palette).rgba[..., :3]

    return method


def weighted(pixels: np.ndarray, k: int) -> np.ndarray:
    counts = distinct(pixels)
    model = KMeans(k, n_init=10, random_state=0)
    model.fit(counts.colours[:, :3].astype(np.float32), sample_weight=counts.pixels)
    return mapped(pixels, model.cluster_centers_)


def all_pixels(pixels: np.ndarray, k: int) -> np.ndarray:
    rows = pixels.reshape(-1, 3).astype(np.float32)
    model = KMeans(k, n_init=1, random_state=0).fit(rows)
    return np.rint(model.cluster_centers_)[model.labels_].reshape(pixels.shape).astype(np.uint8)


def tutorial(pixels: np.ndarray, k: int) -> np.ndarray:
    """Fit on 1,000 pixels drawn at random, as scikit-learn's example does."""
    rows = pixels.reshape(-1, 3).astype(float)
    drawn = np.random.default_rng(0).choice(len(rows), min(1000, len(rows)), replace=False)
    model = KMeans(k, n_init="auto", random_state=0).fit(rows[drawn])
    return np.rint(model.cluster_centers_)[model.predict(rows)].reshape(pixels.shape).astype(np.uint8)


def pillow(method: Image.Quantize, steps: int = 0) -> Method:
    def work(pixels: np.ndarray, k: int) -> np.ndarray:
        image = Image.fromarray(pixels).quantize(k, method, kmeans=steps, dither=Image.Dither.NONE)
        return np.asarray(image.convert("RGB"))

    return work


def program(*command: str) -> Method:
    """Run a program that writes a PNG; {k}, {source} and {target} stand for what they say."""

    def work(pixels: np.ndarray, k: int) -> np.ndarray:
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder, "source.png"), Path(folder, "target.png")
            Image.fromarray(pixels).save(source, compress_level=0)
            words = [word.format(k=k, source=source, target=target) for word in command]
            subprocess.run(words, check=True, capture_output=True)
            return np.asarray(Image.open(target).convert("RGB"))

    return work


def imagequant(pixels: np.ndarray, k: int) -> np.ndarray:
    """libimagequant at its best quality, through the package of that name."""
    import libimagequant

    height, width = pixels.shape[:2]
    opaque = np.dstack([pixels, np.full((height, width), 255, np.uint8)])
    asked = libimagequant.Attr()
    asked.max_colors, asked.speed = k, 1
    image = asked.create_rgba(opaque.tobytes(), width, height, 0)
    found = image.quantize(asked)
    found.dithering_level = 0
    labels = np.frombuffer(found.remap_image(image), np.uint8).reshape(height, width)
    return np.array([(c.r, c.g, c.b) for c in found.get_palette()], np.uint8)[labels]


def methods() -> dict[str, Method]:
    found: dict[str, Method] = {
        "k-means studio": ours("sRGB"),
        "k-means studio, OKLab": ours("OKLab"),
        "scikit-learn, colours, 10": weighted,
        "scikit-learn, pixels, 1": all_pixels,
        "tutorial, 1,000 pixels": tutorial,
        "Pillow median cut": pillow(Image.Quantize.MEDIANCUT),
        "Pillow median cut + k-means": pillow(Image.Quantize.MEDIANCUT, 10),
        "Pillow max coverage": pillow(Image.Quantize.MAXCOVERAGE),
        "Pillow octree": pillow(Image.Quantize.FASTOCTREE),
    }
    if path_of("pngquant"):
        found["pngquant"] = program(
            *("pngquant", "--speed", "1", "--nofs", "--output", "{target}", "{k}", "{source}")
        )
    if find_spec("libimagequant"):
        found["libimagequant"] = imagequant
    if magick := path_of("ImageMagick"):
        found["ImageMagick"] = program(magick, "{source}", "+dither", "-colors", "{k}", "PNG8:{target}")
    return found


def missing() -> list[str]:
    """Return the peers that are not on this machine."""
    return [name for name in ("pngquant", "libimagequant", "ImageMagick") if name not in methods()]
