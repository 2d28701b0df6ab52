"""Filters in the window: the line they are written in, and the choices they can be built from."""
