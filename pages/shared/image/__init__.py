"""The Image page's parts: pictures in, colours chosen, both compared, files out."""
