"""The registry in SQLite or PostgreSQL, through SQLAlchemy Core."""
