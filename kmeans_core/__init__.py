"""k-means studio's core: from bytes to tables, clusters and pictures, without any user interface.

From a table, which may as well be `read_table(data, "customers.csv")`, to its file with every row's cluster:

>>> from kmeans_core import KMeansSettings, Preparation, cluster, judge, labelled_csv, load_sample, prepare
>>> from kmeans_core import profile, suggest_names, sweep, verdict
>>> table = load_sample("Customers")
>>> matrix = prepare(table, Preparation(scaling="standard"))
>>> tried = sweep(matrix, KMeansSettings(seed=0), low=2, high=6)
>>> said = verdict(tried, judge(matrix, tried))
>>> said.headline
'4 clusters, high confidence'
>>> found = cluster(matrix, KMeansSettings(k=said.k, seed=0))
>>> names = suggest_names(profile(table, matrix, found))
>>> names[0]
'many purchases a year, medium income'
>>> file = labelled_csv(table, matrix, found, names=names)
>>> file.added_columns
('cluster', 'cluster name', 'distance to centre', 'second cluster', 'margin')

From a picture to the same picture in four colours:

>>> from kmeans_core import PaletteSettings, bundled_picture, count_colours, find_palette, paint, png
>>> from kmeans_core import read_picture
>>> name, data = bundled_picture("Test card")
>>> picture = read_picture(data, name)
>>> palette = find_palette(count_colours(picture), PaletteSettings(k=4))
>>> palette.hexes
('#325ab4', '#3c9b5a', '#cd3c32', '#ebc846')
>>> len(png(paint(picture, palette))) < len(data) / 500
True

What is wrong with a file or a setting is a `DataProblem` that says what to do about it. Wings are loaded when
they are first asked for, so that the import itself costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what the names are; when the program runs, `__getattr__` finds them
    from kmeans_core.choosing_k import *
    from kmeans_core.clustering import *
    from kmeans_core.common import *
    from kmeans_core.evaluation import *
    from kmeans_core.export import *
    from kmeans_core.features import *
    from kmeans_core.groupings import *
    from kmeans_core.pictures import Palette, PaletteSettings, Picture, bundled_picture, count_colours
    from kmeans_core.pictures import find_palette, measure, paint, png, read_picture
    from kmeans_core.profiles import describe, known_classes, profile, suggest_names, telling_words
    from kmeans_core.reports import *
    from kmeans_core.tables import *
    from kmeans_core.takeaway import *
    from kmeans_core.teaching import film
    from kmeans_core.views import *

_WINGS = {
    "common": "BadSettings DataProblem FileTooLarge Stopped TooFewRows UnreadableFile UnreadableImage "
    "UnusableFeatures",
    "tables": "Amendment ReadingChoices Table amended load_sample read_table",
    "features": "FeatureMatrix Preparation prepare to_original_units",
    "clustering": "Clustering KMeansSettings SwapKMeans cluster",
    "evaluation": "cluster_stability row_silhouettes silhouette suitability",
    "groupings": "Agglomerative Bisecting Dbscan Grouping Hdbscan Mixture NoClusters OddRows Spectral "
    "attempt group odd_rows",
    "choosing_k": "judge sweep verdict",
    "profiles": "describe known_classes profile suggest_names telling_words",
    "views": "project",
    "teaching": "film",
    "export": "LabelledOptions labelled_csv labelled_parquet labelled_workbook profile_csv",
    "takeaway": "Model Recipe assign_rows drift fit_recipe model_of python_script read_any_model read_model "
    "read_recipe write_model write_recipe write_skops",
    "reports": "gather report slides",
    "pictures": "Palette PaletteSettings Picture bundled_picture count_colours find_palette measure paint "
    "png read_picture",
}
_HOME = {name: wing for wing, names in _WINGS.items() for name in names.split()}
__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    """Load the wing that a name lies in, when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """List what there is, for a notebook's completion."""
    return __all__
