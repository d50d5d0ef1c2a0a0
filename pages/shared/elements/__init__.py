"""What any page shows: words, problems, tables and the frame around a page."""
