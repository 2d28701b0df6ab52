"""The drawn timeline: painters for screen and figure alike, and `view`, which alone loads pyqtgraph."""
