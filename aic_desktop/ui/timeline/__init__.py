"""The drawn timeline; `view` alone loads pyqtgraph, the painters serve screen and figure alike."""
