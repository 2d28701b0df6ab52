"""The parts of the cohort page: Table 1 and its choices, pictures, the patients' lines, waiting."""
