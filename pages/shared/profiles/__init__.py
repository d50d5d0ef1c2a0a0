"""The Profiles page's parts: cards, charts, numbers, rules, tests and comparisons."""
