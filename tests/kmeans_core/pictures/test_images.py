"""Whatever camera, scanner or program made a picture: it arrives upright, in sRGB, with its transparency."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kmeans_core.common.errors import DataProblem, FileTooLarge, UnreadableImage
from kmeans_core.pictures.images import (
    PictureLimits,
    for_browser,
    picture_of,
    read_picture,
    shrunk,
)
from tests.kmeans_core.pictures_made import (
    PIXELS,
    chunk,
    read,
    saved,
)


def message(data: bytes, **limits: int) -> str:
    with pytest.raises(DataProblem) as caught:
        read_picture(data, "x", PictureLimits(**limits))
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("PNG", {}),
        ("WEBP", {"lossless": True}),
        ("BMP", {}),
        ("GIF", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
    ],
)
def test_every_lossless_format_gives_the_exact_pixels(kind: str, how: dict[str, Any]) -> None:
    picture = read(Image.fromarray(PIXELS), kind, **how)
    assert picture.rgb.tolist() == PIXELS.tolist()
    assert (picture.format, picture.alpha, picture.notices) == (kind, None, ())


@pytest.mark.parametrize("kind", ["JPEG", "AVIF", "WEBP", "HEIF"])
def test_lossy_formats_give_nearly_the_same_pixels(kind: str) -> None:
    smooth = np.full((32, 32, 3), (180, 90, 40), np.uint8)
    assert np.abs(read(Image.fromarray(smooth), kind, quality=95).rgb.astype(int) - smooth).max() <= 6


def test_a_phone_photo_with_several_pictures_inside_is_read_as_the_jpeg_it_is() -> None:
    smooth = Image.fromarray(np.full((16, 16, 3), 120, np.uint8))
    picture = read(smooth, "MPO", save_all=True, append_images=[smooth])
    assert (picture.format, picture.width, picture.notices) == ("JPEG", 16, ())


def test_a_photo_of_an_iphone_is_read_as_heic_and_a_cut_one_is_called_damaged() -> None:
    smooth = Image.fromarray(np.full((64, 48, 3), 120, np.uint8))
    data = saved(smooth, "HEIF")
    picture = read_picture(data, "IMG_0001.HEIC")
    assert (picture.format, picture.width, picture.height, picture.alpha) == ("HEIC", 48, 64, None)
    assert message(data[:-20]) == "The HEIC picture is damaged or incomplete. Save or download it again."


def test_transparency_of_a_heic_picture_is_kept() -> None:
    picture = read(Image.new("RGBA", (16, 16), (200, 30, 40, 0)), "HEIF", quality=95)
    assert picture.alpha is not None
    assert picture.alpha.max() == 0


TURNS = {  # how the upright picture is stored for each EXIF orientation
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1),
    6: lambda a: np.rot90(a, 1),
    7: lambda a: a.swapaxes(0, 1)[::-1, ::-1],
    8: lambda a: np.rot90(a, -1),
}


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_pictures_stand_upright_whatever_way_the_camera_was_held(orientation: int, kind: str) -> None:
    stored = Image.fromarray(np.ascontiguousarray(TURNS[orientation](PIXELS)))
    exif = Image.Exif()
    exif[0x0112] = orientation
    how = {"lossless": True} if kind == "WEBP" else {}
    assert read(stored, kind, exif=exif, **how).rgb.tolist() == PIXELS.tolist()


def test_an_orientation_that_does_not_exist_changes_nothing() -> None:
    exif = Image.Exif()
    exif[0x0112] = 77
    assert read(Image.fromarray(PIXELS), exif=exif).rgb.tolist() == PIXELS.tolist()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_of_animations_the_first_frame_is_used_and_told(kind: str) -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("#ff0000", "#00ff00")]
    how = {"lossless": True} if kind == "WEBP" else {}
    picture = read(frames[0], kind, save_all=True, append_images=frames[1:], **how)
    assert picture.rgb[0, 0].tolist() == [255, 0, 0]
    assert picture.notices == ("The file holds 2 frames or pages; the first one is shown.",)
    assert picture.frames == 2


def test_an_empty_file_says_so() -> None:
    assert message(b"") == "The file is empty: it holds no picture. Load a picture."


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "an SVG drawing"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "a film"),
        (b"%PDF-1.7", "a PDF document"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "a PostScript drawing"),
        (b"PK\x03\x04....", "an archive"),
        (b"<!doctype html><p>Sign in", "a web page"),
    ],
)
def test_other_documents_are_named(data: bytes, what: str) -> None:
    assert message(data) == (
        f"The file is {what}, not a picture made of pixels that can be read. "
        "Save it as PNG or JPEG and load that."
    )


def test_bytes_that_are_no_picture_say_what_can_be_read() -> None:
    assert message(b"hello") == (
        "The file is not a picture, or it is damaged from the start. "
        "Load a PNG, JPEG, HEIC, WebP, AVIF, BMP, GIF or TIFF file."
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "TIFF"])
def test_a_truncated_picture_is_called_damaged(kind: str) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    data = saved(Image.fromarray(noise), kind)
    if kind == "TIFF":  # its directory comes last: without it nothing can be told
        data = data[:200] + data[-300:]
        with pytest.raises(UnreadableImage):
            read_picture(data, "x")
    else:
        assert message(data[: len(data) // 2]) == (
            f"The {kind} picture is damaged or incomplete. Save or download it again."
        )


def bomb(width: int, height: int, *more: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + chunk(b"IDAT", zlib.compress(bytes(1000)))


def test_too_many_pixels_are_refused_before_any_is_decoded() -> None:
    assert message(bomb(10_000, 6_001)) == (
        "The picture has 10,000 × 6,001 = 60.0 million pixels; at most 60.0 million are read. "
        "Make it smaller and load it again."
    )
    assert message(bomb(100_000, 100_000)) == (
        "The picture has far more than the 60.0 million pixels that are read at most. "
        "Make it smaller and load it again."
    )
    assert message(bomb(12_000, 10_000)).startswith("The picture has ")


def test_a_text_that_unpacks_to_gigabytes_is_refused() -> None:
    text = chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(80_000_000), 9))
    with pytest.raises(UnreadableImage):
        read_picture(bomb(8, 8, text), "x")


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(FileTooLarge) as caught:
        read_picture(saved(Image.fromarray(PIXELS), "PNG"), "x", PictureLimits(bytes=20))
    assert str(caught.value).endswith("Make the picture smaller and load it again.")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "HEIF", "BMP", "GIF", "TIFF"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_damaged_bytes_give_a_picture_or_a_problem(kind: str, data: st.DataObject) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (12, 12, 3), dtype=np.uint8)
    file = bytearray(saved(Image.fromarray(noise), kind))
    places = data.draw(st.lists(st.integers(0, len(file) - 1), min_size=1, max_size=6))
    for place in places:
        file[place] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(1, len(file)))
    try:
        picture = read_picture(bytes(file[:end]), "x", PictureLimits(pixels=1_000_000))
    except DataProblem:
        return
    assert picture.rgb.shape == (picture.height, picture.width, 3)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_picture_or_a_problem(data: bytes) -> None:
    with pytest.raises(DataProblem):
        read_picture(data, "x")


def test_equal_files_have_equal_digests_and_others_do_not() -> None:
    one, other = saved(Image.fromarray(PIXELS), "PNG"), saved(Image.fromarray(PIXELS[::-1]), "PNG")
    assert read_picture(one, "a").digest == read_picture(one, "b").digest
    assert read_picture(one, "a").digest != read_picture(other, "a").digest


def test_a_preview_is_no_larger_than_asked_and_keeps_its_shape() -> None:
    picture = picture_of(np.full((100, 300, 3), 90, np.uint8), "x")
    small = shrunk(picture, 150)
    assert (small.width, small.height) == (150, 50)
    assert np.unique(small.rgb).tolist() == [90]
    assert shrunk(picture, 300) is picture


def test_a_preview_mixes_no_colour_from_under_full_transparency() -> None:
    rgb = np.zeros((4, 4, 3), np.uint8)
    rgb[:, ::2] = 200
    alpha = np.where(np.arange(4) % 2, 0, 255).astype(np.uint8)[None].repeat(4, axis=0)
    small = shrunk(picture_of(rgb, "x", alpha), 2)
    assert small.rgb.min() >= 199  # black lies beside every second pixel
    assert small.alpha is not None


def test_the_browser_gets_small_pictures_exactly_and_large_ones_as_fine_jpeg() -> None:
    kind, data = for_browser(picture_of(PIXELS, "x"))
    assert (kind, np.asarray(Image.open(io.BytesIO(data))).tolist()) == ("image/png", PIXELS.tolist())
    large = picture_of(np.full((900, 900, 3), 100, np.uint8), "x")
    assert for_browser(large)[0] == "image/jpeg"
