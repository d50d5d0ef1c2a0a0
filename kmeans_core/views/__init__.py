"""Two and three dimensions of many, and what stands for more rows than a screen can show."""

from kmeans_core.views.density import Density, density
from kmeans_core.views.projection import Projection, project
