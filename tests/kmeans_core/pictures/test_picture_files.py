"""Files hold exactly the palette's colours and the labels' pixels, in as few bytes as can be."""

from __future__ import annotations

import io
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from kmeans_core.common.errors import Stopped
from kmeans_core.pictures.colour_counts import count_colours, together
from kmeans_core.pictures.images import picture_of, read_picture, shrunk
from kmeans_core.pictures.picture_files import gif, indexed_png, lossy, png, read_frames, webp
from kmeans_core.pictures.quantisation import PaletteSettings, QuantisedPicture, find_palette, paint
from kmeans_core.pictures.samples import bundled_picture, card


def photo(k: int) -> QuantisedPicture:
    name, data = bundled_picture("Flower")
    picture = shrunk(read_picture(data, name), 240)
    counts = count_colours(picture)
    return paint(picture, find_palette(counts, PaletteSettings(k=k)))


def opened(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))


def by_pillow(picture: QuantisedPicture) -> bytes:
    image = Image.fromarray(picture.labels)
    image.putpalette(picture.palette.colours[:, :3].tobytes())
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


@pytest.mark.parametrize(("k", "bits"), [(2, 1), (4, 2), (5, 4), (16, 4), (17, 8), (256, 8)])
def test_the_png_has_exactly_the_palettes_colours_in_the_fewest_bits(k: int, bits: int) -> None:
    picture = photo(k)
    data = png(picture)
    assert data[24:26] == bytes([bits, 3])  # bit depth; colour type 3: palette
    assert data.count(b"PLTE") == 1
    assert int.from_bytes(data[33:37], "big") == 3 * k
    assert (opened(data) == picture.rgba).all()
    assert len(np.unique(opened(data).reshape(-1, 4), axis=0)) == k


@pytest.mark.parametrize("k", [2, 4, 16, 32, 256])
def test_the_png_is_no_larger_than_pillows(k: int) -> None:
    picture = photo(k)
    assert len(png(picture)) <= len(by_pillow(picture)) * (0.98 if k in (4, 16) else 1)


def test_a_large_png_is_compressed_in_parts_and_no_larger_than_pillows() -> None:
    y, x = np.mgrid[:1300, :1700]
    shape = 8 + 6 * np.sin(x / 90) * np.cos(y / 70)
    grain = np.random.default_rng(3).normal(0, 0.4, shape.shape)
    for k in (16, 200):
        labels = np.rint((shape + grain) * k / 16).clip(0, k - 1).astype(np.uint8)
        colours = np.column_stack([np.arange(k)] * 3 + [np.full(k, 255)]).astype(np.uint8)
        image, file = Image.fromarray(labels), io.BytesIO()
        image.putpalette(colours[:, :3].tobytes())
        image.save(file, "PNG", optimize=True)
        data = indexed_png(labels, colours)
        assert (opened(data)[..., 0] == labels).all()
        assert len(data) <= len(file.getvalue())


def test_writing_a_png_can_be_stopped() -> None:
    def stop(done: float, words: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        png(photo(4), stop)


@pytest.mark.parametrize("k", [4, 16])
def test_rows_that_repeat_what_is_above_are_written_as_changes(k: int) -> None:
    row = np.random.default_rng(k).integers(0, k, 400).astype(np.uint8)
    colours = np.column_stack([np.arange(k)] * 3 + [np.full(k, 255)]).astype(np.uint8)
    labels = np.repeat(row[None], 300, axis=0)
    labels[::50] = labels[::50, ::-1]
    assert (opened(indexed_png(labels, colours))[..., 0] == labels).all()


@settings(max_examples=60, deadline=None)
@given(
    arrays(np.uint8, st.tuples(st.integers(1, 20), st.integers(1, 20))),
    arrays(np.uint8, st.tuples(st.integers(1, 256), st.just(4))),
)
def test_any_labels_and_colours_come_back(labels: np.ndarray, colours: np.ndarray) -> None:
    labels = np.minimum(labels, len(colours) - 1).astype(np.uint8)
    assert (opened(indexed_png(labels, colours)) == colours[labels]).all()
    assert (opened(indexed_png(labels, colours, level=1)) == colours[labels]).all()


def test_transparency_is_in_the_png_and_in_the_webp() -> None:
    alpha = np.zeros((240, 240), np.uint8)
    alpha[60:180, 60:180] = 255
    alpha[100:110, 60:180] = 128
    picture = picture_of(card(), "card", alpha)
    counts = count_colours(picture)
    result = paint(picture, find_palette(counts, PaletteSettings(k=9)))
    for data in (png(result), webp(result)):
        assert (opened(data) == result.rgba).all()
    assert read_picture(png(result), "x").alpha is not None


def test_the_webp_is_lossless() -> None:
    picture = photo(64)
    assert (opened(webp(picture)) == picture.rgba).all()


def animation(kind: str, *frames: np.ndarray) -> bytes:
    images, file = [Image.fromarray(frame) for frame in frames], io.BytesIO()
    how = {"lossless": True} if kind == "WEBP" else {}
    images[0].save(file, kind, save_all=True, append_images=images[1:], duration=[40, 200, 70], **how)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_keeps_its_frames_and_times_with_one_palette(kind: str) -> None:
    solid = [np.full((20, 30, 3), colour, np.uint8) for colour in ([255, 0, 0], [0, 128, 0], [0, 0, 255])]
    frames, times = read_frames(animation(kind, *solid))
    assert [frame.rgb[0, 0].tolist() for frame in frames] == [[255, 0, 0], [0, 128, 0], [0, 0, 255]]
    palette = find_palette(together([count_colours(frame) for frame in frames]), PaletteSettings(k=3))
    back, shown_for = read_frames(gif([paint(frame, palette) for frame in frames], times))
    assert [frame.rgb[0, 0].tolist() for frame in back] == [[255, 0, 0], [0, 128, 0], [0, 0, 255]]
    assert shown_for == [40, 200, 70]


def test_a_gif_keeps_what_is_fully_clear() -> None:
    alpha = np.zeros((240, 240), np.uint8)
    alpha[60:180] = 255
    picture = picture_of(card(), "card", alpha)
    painted = paint(picture, find_palette(count_colours(picture), PaletteSettings(k=5)))
    assert (opened(gif([painted], [100]))[..., 3] == alpha).all()


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_a_lossy_file_is_as_near_as_it_is_asked_to_be(kind: Literal["WEBP", "AVIF"]) -> None:
    name, data = bundled_picture("Flower")
    picture = shrunk(read_picture(data, name), 120)
    seen = opened(lossy(picture, kind, 32.0))[..., :3].astype(float)
    assert 10 * np.log10(255**2 / ((seen - picture.rgb) ** 2).mean()) >= 32
    assert len(lossy(picture, kind, 32.0)) < len(lossy(picture, kind, 38.0))
