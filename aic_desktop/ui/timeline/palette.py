"""Colours of the timeline by role: the one place where a role becomes a colour.

Drug classes follow Tol's muted and the Okabe-Ito sets, moved apart in lightness so that they survive
deuteranopia and greyscale.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

_LUMINANCE = (0.2126, 0.7152, 0.0722)  # of red, green and blue light, ITU-R BT.709


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #rrggbb; `roles` holds what the scene names, anything else is drawn as `other`."""

    ground: str
    ink: str
    quiet: str
    faint: str
    accent: str
    roles: Mapping[str, str]

    def of(self, role: str) -> str:
        """The colour of a role."""
        return self.roles.get(role, self.roles["other"])

    def tint(self, role: str, strength: float = 0.28) -> str:
        """The role's colour on the ground, opaque so that overlaps do not darken."""
        return mixed(self.of(role), self.ground, strength)


def greyed(palette: Palette) -> Palette:
    """The same palette for print in black: every colour as the grey of the same luminance."""
    return Palette(
        ground=grey(palette.ground),
        ink=grey(palette.ink),
        quiet=grey(palette.quiet),
        faint=grey(palette.faint),
        accent=grey(palette.accent),
        roles={role: grey(colour) for role, colour in palette.roles.items()},
    )


def grey(colour: str) -> str:
    """The grey that is as light as a colour."""
    linear = [_linear(channel / 255) for channel in _channels(colour)]
    luminance = sum(part * weight for part, weight in zip(linear, _LUMINANCE, strict=True))
    channel = 12.92 * luminance if luminance <= 0.0031308 else 1.055 * luminance ** (1 / 2.4) - 0.055
    return "#" + f"{round(255 * channel):02x}" * 3


@cache
def mixed(colour: str, ground: str, strength: float) -> str:
    """`strength` of the colour in the ground."""
    parts = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(a * strength + b * (1 - strength)):02x}" for a, b in parts)


def _linear(channel: float) -> float:
    """Light of an sRGB channel, both from 0 to 1 (IEC 61966-2-1)."""
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


_ON_WHITE = {
    "platelets": "#0a4c95",
    "haemoglobin": "#c8450a",
    "neutrophils": "#007a55",
    "leukocytes": "#7b3294",
    "reticulocytes": "#a0522d",
    "haemolysis": "#86447a",
    "drug_level": "#0f6f66",
    "count": "#44546a",
    "plasma": "#8a6d00",
    "steroid": "#e69f00",
    "immunoglobulin": "#88ccee",
    "anti_cd20": "#d4606c",
    "anti_cd38": "#332288",
    "thrombopoietin": "#117733",
    "growth_factor": "#ddcc77",
    "calcineurin_mtor": "#44aa99",
    "proteasome": "#aa4499",
    "complement": "#992266",
    "cytostatic": "#8a7a1e",
    "conditioning": "#b8b8bd",
    "procedure": "#1f1f1f",
    "other": "#777777",
    "course": "#33414f",
    "hsct": "#33414f",
    "engraftment": "#4a6fa5",
    "chimerism": "#4a6fa5",
    "gvhd": "#a0522d",
    "event": "#5c6670",
    "death": "#000000",
}
_ON_BLACK = {
    "platelets": "#6cb0ee",
    "haemoglobin": "#ff8a5c",
    "neutrophils": "#45d09e",
    "leukocytes": "#c9a0e0",
    "reticulocytes": "#d9a07a",
    "haemolysis": "#d893c9",
    "drug_level": "#52c4b6",
    "count": "#a9b8cc",
    "plasma": "#d8bd4a",
    "steroid": "#f0b030",
    "immunoglobulin": "#a8dcf5",
    "anti_cd20": "#f58a92",
    "anti_cd38": "#8577f5",
    "thrombopoietin": "#2fa35a",
    "growth_factor": "#eadf9a",
    "calcineurin_mtor": "#4fcab4",
    "proteasome": "#d48bd0",
    "complement": "#c24a88",
    "cytostatic": "#b5a73c",
    "conditioning": "#85858a",
    "procedure": "#f4f4f4",
    "other": "#8b98ad",
    "course": "#c5d0db",
    "hsct": "#c5d0db",
    "engraftment": "#8fb2e6",
    "chimerism": "#8fb2e6",
    "gvhd": "#d9a07a",
    "event": "#aab4be",
    "death": "#ffffff",
}

LIGHT = Palette("#ffffff", "#1a1f24", "#5d6872", "#dfe3e7", "#1b6ab0", _ON_WHITE)
DARK = Palette("#1c1e21", "#e9edf0", "#9aa5af", "#3a4046", "#6cb0ee", _ON_BLACK)
PRINT = Palette("#ffffff", "#000000", "#4d4d4d", "#d4d4d4", "#000000", _ON_WHITE)
