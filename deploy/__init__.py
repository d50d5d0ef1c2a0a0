"""The server around the app: who may come in, what stays and what goes, what it tells of itself."""
