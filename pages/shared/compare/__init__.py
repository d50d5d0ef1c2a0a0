"""The Compare page's parts: which algorithms, their settings, and their clusters side by side."""
