"""The class room: rooms and who is in them, what the wall shows, what a phone shows."""
