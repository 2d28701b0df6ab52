"""Pictures of a cohort: painted the same in the window and in a figure for a journal."""

from aic_desktop.ui.cohort_pictures.figure import picture_of, write_figure
from aic_desktop.ui.cohort_pictures.view import PictureView

__all__ = ["PictureView", "picture_of", "write_figure"]
