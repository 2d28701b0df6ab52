"""What was chosen for the timelines of a registry: its figures, reports and comparisons follow it too."""

from aic_desktop.reporting.scene import Options
from aic_desktop.services.settings import RegistrySettings

CHOICE = "timeline"  # the setting's name


def timeline_options(settings: RegistrySettings) -> Options:
    """Counts, units, reference lines, gaps and criteria as last chosen; StoreError."""
    return Options.from_json(settings.get(CHOICE))
