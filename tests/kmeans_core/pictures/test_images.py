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
from PIL import Image, ImageCms

from kmeans_core.common.errors import DataProblem, FileTooLarge, UnreadableImage
from kmeans_core.pictures.images import (
    Picture,
    PictureLimits,
    cut,
    for_browser,
    picture_of,
    read_picture,
    shrunk,
)
from kmeans_core.pictures.samples import PICTURES, bundled_picture

# Two rows of three pixels: each orientation can be told from every other.
PIXELS = np.array(
    [[[255, 0, 0], [0, 255, 0], [0, 0, 255]], [[255, 255, 255], [0, 0, 0], [200, 100, 50]]], np.uint8
)


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def read(image: Image.Image, kind: str = "PNG", **how: Any) -> Picture:
    return read_picture(saved(image, kind, **how), "x")


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


@pytest.mark.parametrize("kind", ["JPEG", "AVIF", "WEBP"])
def test_lossy_formats_give_nearly_the_same_pixels(kind: str) -> None:
    smooth = np.full((32, 32, 3), (180, 90, 40), np.uint8)
    assert np.abs(read(Image.fromarray(smooth), kind, quality=95).rgb.astype(int) - smooth).max() <= 6


def test_a_phone_photo_with_several_pictures_inside_is_read_as_the_jpeg_it_is() -> None:
    smooth = Image.fromarray(np.full((16, 16, 3), 120, np.uint8))
    picture = read(smooth, "MPO", save_all=True, append_images=[smooth])
    assert (picture.format, picture.width, picture.notices) == ("JPEG", 16, ())


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


def swapped_profile() -> bytes:
    """An RGB profile in which red and green change places."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", profile, 128)[0]
    for i in range(count):
        at = 132 + 12 * i
        tag = bytes(profile[at : at + 4])
        profile[at : at + 4] = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}.get(tag, tag)
    return bytes(profile)


def test_colours_are_converted_by_the_profile() -> None:
    picture = read(Image.fromarray(PIXELS), icc_profile=swapped_profile())
    assert np.abs(picture.rgb[0].astype(int) - [[0, 255, 0], [255, 0, 0], [0, 0, 255]]).max() <= 2


def test_an_srgb_profile_changes_no_pixel() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    every = np.arange(256, dtype=np.uint8)
    pixels = np.stack([every, every[::-1], np.roll(every, 99)], axis=1)[None]
    assert (read(Image.fromarray(pixels), icc_profile=srgb).rgb == pixels).all()


def test_transparency_stays_when_colours_are_converted() -> None:
    rgba = np.dstack([PIXELS, [[255, 128, 0], [255, 255, 255]]]).astype(np.uint8)
    picture = read(Image.fromarray(rgba), icc_profile=swapped_profile())
    assert picture.alpha is not None
    assert picture.alpha.tolist() == [[255, 128, 0], [255, 255, 255]]


def test_a_broken_profile_is_told_and_the_colours_are_taken_as_they_are() -> None:
    picture = read(Image.fromarray(PIXELS), icc_profile=b"not a profile" * 20)
    assert picture.rgb.tolist() == PIXELS.tolist()
    assert picture.notices == ("The file's colour profile cannot be used; its colours are taken as sRGB.",)


def test_print_colours_without_a_profile_are_told_to_be_approximate() -> None:
    picture = read(Image.new("CMYK", (4, 4), (0, 255, 255, 0)), "TIFF")
    red, green, blue = picture.rgb[0, 0].tolist()
    assert red > 200
    assert max(green, blue) < 60
    assert picture.notices == (
        "The file is for print (CMYK) without a usable colour profile; its colours are approximate.",
    )


def cmyk_profile(lightness: dict[tuple[int, ...], int]) -> bytes:
    """A print profile of two grid points an ink: these mixes are greys of this lightness, all others black.

    Source: ICC.1:2001-04, 6.1 and 6.5.7 (lut8Type).
    """
    grid = [(c, m, y, k) for c in (0, 1) for m in (0, 1) for y in (0, 1) for k in (0, 1)]
    greys = b"".join(bytes([round(lightness.get(inks, 0) * 2.55), 128, 128]) for inks in grid)
    ramp, identity = bytes(range(256)), (1, 0, 0, 0, 1, 0, 0, 0, 1)
    lut = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + struct.pack(">9i", *(65536 * i for i in identity))
    lut += 4 * ramp + greys + 3 * ramp
    head = bytearray(128)
    struct.pack_into(">I4xI4s4s4s", head, 0, 144 + len(lut), 0x02400000, b"prtr", b"CMYK", b"Lab ")
    head[36:40] = b"acsp"
    struct.pack_into(">3i", head, 68, 63190, 65536, 54061)  # D50
    return bytes(head) + struct.pack(">I4sII", 1, b"A2B0", 144, len(lut)) + lut


def test_a_print_jpeg_is_converted_by_its_profile() -> None:
    # Full cyan prints the grey of lightness 50, which is 119 in sRGB; no ink is white, black ink black.
    image = Image.new("CMYK", (48, 16))
    image.paste((255, 0, 0, 0), (0, 0, 16, 16))
    image.paste((0, 0, 0, 255), (32, 0, 48, 16))
    profile = cmyk_profile({(0, 0, 0, 0): 100, (1, 0, 0, 0): 50})
    picture = read(image, "JPEG", quality=100, subsampling=0, icc_profile=profile)
    assert picture.notices == ()
    seen = picture.rgb[8, 8::16].astype(int)
    assert np.abs(seen - [[119] * 3, [255] * 3, [0] * 3]).max() <= 3


def test_a_print_jpeg_with_a_broken_profile_is_told_to_be_approximate() -> None:
    picture = read(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG", icc_profile=b"no profile" * 20)
    assert "without a usable colour profile" in picture.notices[0]


def test_grey_of_16_bits_is_scaled_and_not_clipped() -> None:
    levels = np.array([[0, 257, 32896, 65535]], np.uint16)
    assert read(Image.fromarray(levels)).rgb[0, :, 0].tolist() == [0, 1, 128, 255]


def test_grey_in_decimal_numbers_is_shown_from_black_to_white() -> None:
    picture = read(Image.fromarray(np.array([[-5.0, 0.0, 5.0]], np.float32)), "TIFF")
    assert picture.rgb[0, :, 0].tolist() == [0, 128, 255]
    assert picture.notices == ("The grey values from -5 to 5 are shown from black to white.",)


def test_black_and_white_and_grey_pictures_become_colours() -> None:
    assert read(Image.fromarray(np.array([[0, 255]], np.uint8)).convert("1")).rgb[0].tolist() == [
        [0, 0, 0],
        [255, 255, 255],
    ]
    assert read(Image.fromarray(np.array([[7]], np.uint8))).rgb.tolist() == [[[7, 7, 7]]]


def test_one_colour_marked_as_transparent_is_transparent() -> None:
    picture = read(Image.fromarray(PIXELS), transparency=(255, 0, 0))
    assert picture.alpha is not None
    assert picture.alpha.tolist() == [[0, 255, 255], [255, 255, 255]]


def test_palettes_keep_the_opacity_of_each_colour() -> None:
    image = Image.fromarray(np.array([[0, 1, 2]], np.uint8))
    image.putpalette([10, 20, 30, 40, 50, 60, 70, 80, 90])
    picture = read(image, transparency=bytes([0, 128]))
    assert picture.alpha is not None
    assert picture.alpha.tolist() == [[0, 128, 255]]
    assert picture.rgb[0, 1:].tolist() == [[40, 50, 60], [70, 80, 90]]


def test_grey_with_transparency_keeps_it() -> None:
    picture = read(Image.fromarray(np.array([[[9, 0], [200, 100]]], np.uint8)))
    assert picture.alpha is not None
    assert picture.alpha.tolist() == [[0, 100]]
    assert picture.rgb[0, 1].tolist() == [200, 200, 200]


def test_full_opacity_is_no_transparency() -> None:
    assert read(Image.fromarray(PIXELS).convert("RGBA")).alpha is None


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_of_animations_the_first_frame_is_used_and_told(kind: str) -> None:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("#ff0000", "#00ff00")]
    how = {"lossless": True} if kind == "WEBP" else {}
    picture = read(frames[0], kind, save_all=True, append_images=frames[1:], **how)
    assert picture.rgb[0, 0].tolist() == [255, 0, 0]
    assert picture.notices == ("The file holds several frames or pages; the first one is used.",)


def test_an_empty_file_says_so() -> None:
    assert message(b"") == "The file is empty: it holds no picture. Load a picture."


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "an SVG drawing"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "a HEIC photo"),
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
        "Load a PNG, JPEG, WebP, AVIF, BMP, GIF or TIFF file."
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


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_colours_of_16_bits_are_scaled_and_not_clipped() -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 1, 16, 2, 0, 0, 0))
    row = b"\0" + struct.pack(">9H", 0, 257, 32896, 65535, 65535, 0, 257 * 3, 257 * 254, 257 * 77)
    data = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(row)) + chunk(b"IEND", b"")
    assert read_picture(data, "x").rgb.tolist() == [[[0, 1, 128], [255, 255, 0], [3, 254, 77]]]


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


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "BMP", "GIF", "TIFF"])
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


def test_a_part_holds_the_pixels_of_its_place() -> None:
    part = cut(picture_of(PIXELS, "x"), 1, 0, 5, 1)
    assert part.rgb.tolist() == PIXELS[:1, 1:].tolist()


def test_the_browser_gets_small_pictures_exactly_and_large_ones_as_fine_jpeg() -> None:
    kind, data = for_browser(picture_of(PIXELS, "x"))
    assert (kind, np.asarray(Image.open(io.BytesIO(data))).tolist()) == ("image/png", PIXELS.tolist())
    large = picture_of(np.full((900, 900, 3), 100, np.uint8), "x")
    assert for_browser(large)[0] == "image/jpeg"


@pytest.mark.parametrize("name", PICTURES)
def test_every_bundled_picture_can_be_read(name: str) -> None:
    file, data = bundled_picture(name)
    assert read_picture(data, file).pixels > 50_000
