"""What lets others repeat a result without the app: recipes, scripts and models."""

from kmeans_core.takeaway.model import (
    Model,
    NumberColumn,
    model_of,
    model_schema,
    read_model,
    without_centres,
    write_model,
)
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
