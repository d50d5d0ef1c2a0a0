"""The pictures that were read, their colours, and what the page shows of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kmeans_core.common import digest
from kmeans_core.pictures import ColourCounts, Picture, count_colours, read_picture, shrunk
from pages.shared.results.computing import computed
from pages.shared.results.limits import LIMITS
from pages.shared.state.choices import PictureChoices, Upload

PREVIEW = 1460  # pixels; the page shows no more at once


def load(upload: Upload) -> Picture:
    key = digest("read picture", upload.data, upload.name)
    return computed(
        key, "Reading the picture", lambda progress: read_picture(upload.data, upload.name, LIMITS.picture)
    )


def sized(picture: Picture, choices: PictureChoices) -> Picture:
    """Return the picture as large as it is wanted."""
    if not choices.longest or max(picture.width, picture.height) <= choices.longest:
        return picture
    key = digest("sized", picture.digest, choices.longest)
    return computed(key, "Shrinking", lambda progress: shrunk(picture, choices.longest))


def counts(picture: Picture) -> ColourCounts:
    key = digest("colours", picture.digest)
    return computed(key, "Counting colours", lambda progress: count_colours(picture, progress))


def seen(picture: Picture) -> Picture:
    """Return the picture no larger than the page shows it."""
    if max(picture.width, picture.height) <= PREVIEW:
        return picture
    key = digest("small", picture.digest)
    return computed(key, "Shrinking", lambda progress: shrunk(picture, PREVIEW))


def near(picture: Picture, choices: PictureChoices) -> Picture | None:
    """Return the part that is looked at closely; None where what the page shows is all there is."""
    if choices.view is None or max(picture.width, picture.height) <= PREVIEW:
        return None
    left, top, width, height = choices.view
    part = slice(top, top + height), slice(left, left + width)
    alpha = None if picture.alpha is None else picture.alpha[part]
    named = digest("part", picture.digest, choices.view)
    return seen(replace(picture, rgb=np.ascontiguousarray(picture.rgb[part]), alpha=alpha, digest=named))


def simple(picture: Picture) -> Picture:
    """Return the picture with 6 bits a channel, 4 of opacity: few enough colours to paint a preview soon."""
    rgb = picture.rgb & np.uint8(0xFC) | np.uint8(2)
    alpha = None if picture.alpha is None else picture.alpha // 17 * 17
    return replace(picture, rgb=rgb, alpha=alpha, digest=digest("simple", picture.digest))
