"""The Choose k page's parts: the verdict, what it rests on, and how solid it is."""
