"""Colours as eyes without green cones see them, and how far apart two of them look (CIE 1976)."""

# Machado, Oliveira and Fernandes 2009, severity 1.0.
_DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.01182, 0.04294, 0.968881),
)
_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.072175), (0.0193339, 0.119192, 0.9503041))
_WHITE = (0.95047, 1.0, 1.08883)

Lab = tuple[float, float, float]


def lab(colour: str) -> Lab:
    """Lightness and opponent colours of #rrggbb."""
    return _lab(_linear(colour))


def without_green_cones(colour: str) -> Lab:
    """The same as seen in deuteranopia."""
    return _lab(tuple(min(max(part, 0.0), 1.0) for part in _times(_DEUTERANOPIA, _linear(colour))))


def apart(one: Lab, other: Lab) -> float:
    """The distance of two colours; about 2 is the least that is seen side by side."""
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2: 1 for the same luminance, 21 for black on white."""
    bright, dim = sorted((_times(_XYZ, _linear(colour))[1] for colour in (one, other)), reverse=True)
    return float((bright + 0.05) / (dim + 0.05))


def _linear(colour: str) -> tuple[float, ...]:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def _times(matrix: tuple[tuple[float, ...], ...], vector: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def _lab(linear: tuple[float, ...]) -> Lab:
    x, y, z = (
        (max(part, 0) / w) ** (1 / 3) if part / w > 0.008856 else 7.787 * part / w + 16 / 116
        for part, w in zip(_times(_XYZ, linear), _WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
