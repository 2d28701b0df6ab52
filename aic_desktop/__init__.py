"""Record, draw and count immune-mediated cytopenias after allogeneic stem-cell transplantation."""

__version__ = "0.1.0"
