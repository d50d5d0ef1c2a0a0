"""The takeaway room: what lets others repeat a result, and what brings one back."""
