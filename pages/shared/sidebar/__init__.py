"""The settings beside every table page."""
