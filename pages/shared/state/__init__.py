"""What a visit keeps: the loaded table, its pictures and frozen choices; the only room with session state."""
