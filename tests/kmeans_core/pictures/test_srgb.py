"""Whatever colours a file holds, they arrive in sRGB."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from PIL import Image, ImageCms

from kmeans_core.pictures.images import (
    read_picture,
)
from tests.kmeans_core.pictures_made import (
    PIXELS,
    chunk,
    read,
)


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


def test_colours_of_16_bits_are_scaled_and_not_clipped() -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 1, 16, 2, 0, 0, 0))
    row = b"\0" + struct.pack(">9H", 0, 257, 32896, 65535, 65535, 0, 257 * 3, 257 * 254, 257 * 77)
    data = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(row)) + chunk(b"IEND", b"")
    assert read_picture(data, "x").rgb.tolist() == [[[0, 1, 128], [255, 255, 0], [3, 254, 77]]]
