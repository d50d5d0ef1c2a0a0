"""What lets others repeat a result without the app: recipes, scripts and models."""

from kmeans_core.takeaway.drifts import ColumnDrift, Drift, drift, in_words
from kmeans_core.takeaway.fitted_model import model_of, without_centres
from kmeans_core.takeaway.model import Model, NumberColumn, model_schema, read_model, write_model
from kmeans_core.takeaway.new_rows import Assigned, assign_rows, completed, in_units
from kmeans_core.takeaway.recipe import (
    Fitted,
    Recipe,
    fit_recipe,
    from_link,
    read_recipe,
    schema,
    to_link,
    write_recipe,
)
from kmeans_core.takeaway.script import notebook, python_script
from kmeans_core.takeaway.sklearn_model import read_any_model, write_skops
