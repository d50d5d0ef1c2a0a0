"""Bytes in, a picture out; and the same picture in k colours."""

from kmeans_core.pictures.colour_counts import Clouds, ColourCounts, count_colours, together
from kmeans_core.pictures.colour_spaces import contrast, delta_e, from_linear, from_oklab, oklab, to_linear
from kmeans_core.pictures.dithering import Pattern
from kmeans_core.pictures.fidelity import (
    CURVE,
    CurvePoint,
    PictureQuality,
    aim,
    curve_point,
    measure,
)
from kmeans_core.pictures.images import Picture, PictureLimits, for_browser, picture_of, read_picture, shrunk
from kmeans_core.pictures.palettes import (
    LARGEST,
    Palette,
    PaletteSettings,
    locked_colours,
    palette_for,
    parse_colour,
)
from kmeans_core.pictures.picture_files import (
    FILMS,
    MOST_FRAMES,
    WEBP_SIDE,
    gif,
    indexed_png,
    lossy,
    png,
    read_frames,
    webp,
)
from kmeans_core.pictures.quantisation import QuantisedPicture, clouds_for, find_palette, first_colours, paint
from kmeans_core.pictures.samples import PICTURES, bundled_picture
