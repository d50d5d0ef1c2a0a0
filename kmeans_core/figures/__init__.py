"""Values in, Plotly figures out: one file per concept, nothing computed here that is not drawing."""
