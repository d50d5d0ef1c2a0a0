"""The Data page's parts: how the file was read, its columns, and which take part."""
