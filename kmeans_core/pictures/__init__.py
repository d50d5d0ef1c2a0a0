"""Bytes in, a picture out; and the same picture in k colours."""

from kmeans_core.pictures.colour_clouds import Clouds
from kmeans_core.pictures.colour_counts import ColourCounts, count_colours, together
from kmeans_core.pictures.colour_names import colour_names
from kmeans_core.pictures.colour_spaces import contrast
from kmeans_core.pictures.dithering import Pattern
from kmeans_core.pictures.fidelity import CURVE, CurvePoint, PictureQuality, changes, curve_point, measure
from kmeans_core.pictures.images import (
    Picture,
    PictureLimits,
    cut,
    for_browser,
    picture_of,
    read_picture,
    shrunk,
    simplified,
)
from kmeans_core.pictures.palette_files import as_json, ase, css, gpl, read_palette
from kmeans_core.pictures.palettes import LARGEST, Palette, PaletteSettings, palette_for, parse_colour
from kmeans_core.pictures.picture_files import (
    WEBP_SIDE,
    indexed_png,
    label_array,
    label_png,
    palette_strip,
    png,
    webp,
)
from kmeans_core.pictures.quantisation import QuantisedPicture, clouds_for, find_palette, first_colours, paint
from kmeans_core.pictures.samples import PICTURES, bundled_picture
