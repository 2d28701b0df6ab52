"""Pictures of a cohort: painted the same in the window and in a figure for a journal."""

from aic_desktop.ui.cohort_pictures.figure import figure, write_figure
from aic_desktop.ui.cohort_pictures.view import PictureView

__all__ = ["PictureView", "figure", "write_figure"]
