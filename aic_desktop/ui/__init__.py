"""The window, in PySide6; it is given its services and knows no SQL."""
