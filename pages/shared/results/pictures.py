"""The pictures that were read, their colours, and what the page shows of them."""

from __future__ import annotations

from kmeans_core.common import digest
from kmeans_core.pictures import ColourCounts, Picture, count_colours, cut, read_picture, shrunk, simplified
from pages.shared.results.computing import computed
from pages.shared.results.limits import LIMITS
from pages.shared.state.choices import PictureChoices, Upload

PREVIEW = 1460  # pixels; the page shows no more
WINDOW = (930, 640)  # screen pixels of a zoomed part, few enough to be sent without loss


def load(upload: Upload) -> Picture:
    key = digest("read picture", upload.data, upload.name)
    return computed(
        key, "Reading the picture", lambda progress: read_picture(upload.data, upload.name, LIMITS.picture)
    )


def counts(picture: Picture) -> ColourCounts:
    key = digest("colours", picture.digest)
    return computed(key, "Counting colours", lambda progress: count_colours(picture, progress))


def seen(picture: Picture, choices: PictureChoices) -> Picture:
    """Return the picture as the page shows it: as large as the page, or a part of its pixels."""
    if choices.zoom:
        return cut(picture, *window(picture, choices))
    if max(picture.width, picture.height) <= PREVIEW:
        return picture
    key = digest("small", picture.digest)
    return computed(key, "Shrinking", lambda progress: shrunk(picture, PREVIEW))


def simple(picture: Picture) -> Picture:
    key = digest("simple", picture.digest)
    return computed(key, "Looking at pixels", lambda progress: simplified(picture))


def window(picture: Picture, choices: PictureChoices) -> tuple[int, int, int, int]:
    """Return left, top, width and height of the zoomed part."""
    width, height = (
        min(size, most // choices.zoom)
        for size, most in zip((picture.width, picture.height), WINDOW, strict=True)
    )
    left = min(max(round(choices.centre[0] * picture.width - width / 2), 0), picture.width - width)
    top = min(max(round(choices.centre[1] * picture.height - height / 2), 0), picture.height - height)
    return left, top, width, height
