"""The Clusters page's parts: its numbers, the scatter, means and centres."""
