"""Records or columns in, plain data out: the timeline's scene, the cohort's tables, the rows of an export."""
