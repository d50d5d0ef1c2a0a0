"""Everything computed for the pages, kept by digest: one file a kind of result; the only room with caches."""
