"""Pictures for the colour benchmark: scikit-learn's two photos, parts of them, and drawn ones."""

from __future__ import annotations

import io
from importlib.resources import files

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from kmeans_core.pictures.samples import card

LARGE = (6000, 4000)


def photo(name: str) -> np.ndarray:
    with (files("sklearn.datasets.images") / f"{name}.jpg").open("rb") as file:
        return np.asarray(Image.open(file).convert("RGB"))


def gradient() -> np.ndarray:
    y, x = np.mgrid[0:400, 0:600]
    return np.stack([x * 255 / 599, y * 255 / 399, 255 - (x + y) * 255 / 998], axis=-1).astype(np.uint8)


def screenshot() -> np.ndarray:
    """Flat areas, thin lines and smooth letters, with a photo inside."""
    image = Image.new("RGB", (800, 500), "#fbfaf7")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 180, 500), fill="#f1efe9")
    for row in range(20):
        pen.text((20, 20 + 24 * row), f"Navigation entry {row}", fill="#1f2328", font_size=13)
        pen.text(
            (210, 20 + 24 * row), f"{row * 1234.5:,.1f} of the rows were read", fill="#5b636b", font_size=15
        )
    pen.rectangle((600, 40, 760, 90), fill="#1f6f78")
    image.paste(Image.fromarray(photo("flower")).resize((220, 150)), (560, 300))
    return np.asarray(image)


def blots() -> np.ndarray:
    """Saturated blots that run into each other, with grain."""
    rng = np.random.default_rng(11)
    image = Image.new("RGB", (600, 400))
    pen = ImageDraw.Draw(image)
    for _ in range(120):
        x, y, r = *rng.integers(0, (600, 400)), rng.integers(10, 90)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=tuple(int(c) for c in rng.integers(0, 256, 3)))
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(9)), float)
    return np.rint(soft + rng.normal(0, 3, soft.shape)).clip(0, 255).astype(np.uint8)


def small() -> dict[str, np.ndarray]:
    """Ten pictures of up to 400,000 pixels."""
    china, flower = photo("china"), photo("flower")
    warm = (china.astype(float) * [1.1, 0.95, 0.7] + [10, 0, 0]).clip(0, 255).astype(np.uint8)
    return {
        "china": china,
        "flower": flower,
        "china roof": np.ascontiguousarray(china[80:300, 150:420]),
        "flower middle": np.ascontiguousarray(flower[100:330, 200:470]),
        "china in evening light": warm,
        "china, every second pixel": np.ascontiguousarray(china[::2, ::2]),
        "gradient": gradient(),
        "screenshot": screenshot(),
        "blots": blots(),
        "test card": card(),
    }


def large() -> bytes:
    """A 24-megapixel JPEG: the two photos side by side, enlarged, with grain."""
    both = np.concatenate([photo("china"), photo("flower")], axis=1)
    image = np.asarray(Image.fromarray(both).resize(LARGE, Image.Resampling.BICUBIC))
    rng = np.random.default_rng(24)
    rows = []
    for strip in np.array_split(image, 16):
        rows.append(np.rint(strip + rng.normal(0, 3, strip.shape)).clip(0, 255).astype(np.uint8))
    file = io.BytesIO()
    Image.fromarray(np.concatenate(rows)).save(file, "JPEG", quality=90)
    return file.getvalue()
