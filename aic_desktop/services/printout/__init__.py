"""Laboratory print-outs, pasted or from a file: found out what each cell means, before anything is stored."""

from aic_desktop.services.printout.cells import Column, Entry, Printout, State, Understood
from aic_desktop.services.printout.files import text_of_file
from aic_desktop.services.printout.settling import WORDS, next_choice
from aic_desktop.services.printout.sheet import Sheet, block_of, sheet_of, text_of_block
from aic_desktop.services.printout.titles import Role
from aic_desktop.services.printout.understanding import changes, understood

__all__ = [
    "WORDS",
    "Column",
    "Entry",
    "Printout",
    "Role",
    "Sheet",
    "State",
    "Understood",
    "block_of",
    "changes",
    "next_choice",
    "sheet_of",
    "text_of_block",
    "text_of_file",
    "understood",
]
