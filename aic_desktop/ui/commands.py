"""Everything that can be done from the keyboard, once: its words, its keys and its place in the menus."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

TABS = (
    ("patient", "Patient"),
    ("transplant", "Transplant"),
    ("cytopenia", "Cytopenia"),
    ("treatments", "Treatments"),
    ("counts", "Counts"),
    ("transfusions", "Transfusions"),
    ("events", "Events"),
    ("follow_up", "Follow-up"),
    ("checks", "Checks"),
    ("history", "History"),
)


@dataclass(frozen=True, slots=True)
class Command:
    """An entry of a menu; `keys` in Qt's portable spelling, the first of several shown."""

    id: str
    menu: str
    text: str
    keys: tuple[str, ...]
    tip: str
    group: int = 0  # a line is drawn between groups

    @property
    def name(self) -> str:
        """Its words without the marks for menus."""
        return self.text.replace("&", "").removesuffix("…")


@dataclass(frozen=True, slots=True)
class FieldKey:
    """A key that works in a field, a table or the timeline; on the sheet, handled where the focus is."""

    keys: str
    tip: str


MENUS = {"file": "&File", "edit": "&Edit", "case": "&Case", "view": "&View", "help": "&Help"}

COMMANDS: tuple[Command, ...] = (
    Command("new_registry", "file", "&New registry…", ("Ctrl+Shift+N",), "Create an empty registry file"),
    Command("open_registry", "file", "&Open registry…", ("Ctrl+O",), "Open a registry file"),
    Command(
        "open_example", "file", "Open e&xample", ("Ctrl+Shift+O",), "Open your copy of the example registry"
    ),
    Command(
        "export",
        "file",
        "&Export…",
        ("Ctrl+E", "Ctrl+Shift+E"),
        "Write the registry as CSV files with a codebook",
        1,
    ),
    Command("import", "file", "&Import…", ("Ctrl+I",), "Take in cases that were exported", 1),
    Command(
        "figure",
        "file",
        "Save &figure…",
        ("Ctrl+Shift+S",),
        "Save what is drawn as SVG, PDF or PNG, as wide as a journal wants it",
        1,
    ),
    Command(
        "save_cohort",
        "file",
        "Save co&hort…",
        ("Ctrl+Shift+B",),
        "Table 1, the patients' lines and the methods as HTML, CSV, JSON or text",
        1,
    ),
    Command(
        "report", "file", "Case &report…", ("Ctrl+P",), "The case on one page, to be printed or sent on", 1
    ),
    Command(
        "backup",
        "file",
        "&Back up now",
        ("Ctrl+Alt+B",),
        "Copy the registry into the folder of its backups, and check the copy",
        2,
    ),
    Command(
        "restore_backup",
        "file",
        "Re&store a backup…",
        ("Ctrl+Alt+R",),
        "Put a backup in the place of the registry; what it is now is kept",
        2,
    ),
    Command(
        "close_registry", "file", "&Close registry", ("Ctrl+W",), "Close the registry, keep the window", 3
    ),
    Command("quit", "file", "&Quit", ("Ctrl+Q",), "Close the window; everything entered is saved", 3),
    Command("undo", "edit", "&Undo", ("Ctrl+Z",), "Take back the last change"),
    Command("redo", "edit", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Bring back what was undone last"),
    Command(
        "copy_figure",
        "edit",
        "Copy &figure",
        ("Ctrl+Shift+F",),
        "Copy what is drawn as a picture, as SVG and in words",
        1,
    ),
    Command("new_case", "case", "&New case…", ("Ctrl+N",), "Start a case with its code and origin"),
    Command(
        "delete_case", "case", "&Delete case", ("Ctrl+Shift+Del",), "Take the case out; undo brings it back"
    ),
    Command(
        "restore_case",
        "case",
        "&Restore a deleted case…",
        ("Ctrl+Shift+R",),
        "Bring back a case that was deleted, today or long ago",
    ),
    Command(
        "printout",
        "case",
        "&Laboratory print-out…",
        ("Ctrl+L",),
        "Take counts from a file (CSV, text, Excel) into this case; it is shown first",
        1,
    ),
    Command("quick_entry", "case", "&Quick entry", ("Ctrl+K",), "Type a line of shorthand: 61 plt 5", 1),
    Command(
        "own_terms",
        "case",
        "Own &terms…",
        ("Ctrl+Alt+T",),
        "What this registry has added to the lists of agents, analytes and diseases",
        2,
    ),
    Command("next_case", "case", "Ne&xt case", ("Ctrl+PgDown",), "Open the case below in the list", 1),
    Command("previous_case", "case", "&Previous case", ("Ctrl+PgUp",), "Open the case above in the list", 1),
    Command("find", "view", "&Find a case", ("Ctrl+F",), "Search by code, disease, agent or type"),
    Command(
        "sort_cases",
        "view",
        "&Sort the cases",
        ("Ctrl+Alt+S",),
        "Go to the heads of the case list; ← → sort, Space turns it round",
    ),
    Command("cohort", "view", "C&ohort", ("Ctrl+Shift+C",), "All cases in one table, and one row for each"),
    Command(
        "completeness",
        "view",
        "Co&mpleteness",
        ("Ctrl+Shift+M",),
        "Which cases lack what, and where to enter it",
    ),
    Command(
        "compare",
        "view",
        "Com&pare",
        ("Ctrl+Shift+A",),
        "The cases of the list on one axis, from the same kind of day",
    ),
    Command("timeline", "view", "Time&line", ("Ctrl+T",), "Go to the timeline of the case"),
    Command(
        "timeline_table",
        "view",
        "Timeline as ta&ble",
        ("Ctrl+Shift+T",),
        "Show what the timeline draws as a table beside it, or put it away",
    ),
    Command("shortcuts", "help", "&Keyboard shortcuts", ("F1", "?"), "Every key in one sheet"),
    Command("about", "help", "&About", ("Shift+F1",), "Version and licences"),
)

FIELD_KEYS: tuple[FieldKey, ...] = (
    FieldKey("Tab", "Keep what is typed, go to the next field"),
    FieldKey("Return", "The same; in a table, to the next row"),
    FieldKey("Esc", "Put back what the field held before"),
    FieldKey("F2", "Edit the cell of a table"),
    FieldKey("Del", "Empty the selected cells of a table"),
    FieldKey("Ctrl+Del", "Take the selected rows out of a table"),
    FieldKey("Ctrl+C", "Copy the selected cells, for a spreadsheet as well; Ctrl+X cuts"),
    FieldKey("Ctrl+V", "Paste cells; into the counts, a laboratory print-out"),
    FieldKey("Ctrl+D", "Fill the selected cells down; Ctrl+R to the right"),
    FieldKey("F3", "Confirm a warning that is right all the same, with the reason"),
    FieldKey("F4", "Note where a value comes from"),
    FieldKey("F6", "To the next part: timeline, form, tables"),
    FieldKey("F7", "Take the other reading of a value"),
    FieldKey("F8", "Say why a value is missing"),
    FieldKey("F9", "Open the list of choices; of an amount, its units"),
    FieldKey("Shift+F9", "Keep a free text in this registry's own list"),
    FieldKey("F12", "Who changed this field, and when"),
)

TIMELINE_KEYS: tuple[FieldKey, ...] = (
    FieldKey("Left", "Move the days, as dragging does; Right the other way"),
    FieldKey("+", "Stretch the days, as the wheel does; - back. Shift and drag: a range"),
    FieldKey("Home", "The whole course; End the days of the cytopenia"),
    FieldKey(".", "To the next mark; , to the one before"),
    FieldKey("Down", "To the nearest mark in the next panel or lane; Up above"),
    FieldKey("Return", "To the record of the mark, as a click; F2 to edit it"),
    FieldKey("Alt+Right", "Move the end of the mark or its day, as dragging does"),
    FieldKey("Alt+Shift+Right", "Move its start; Return keeps it, Esc puts it back"),
    FieldKey("Ctrl+Right", "Move the crosshair by a day; Ctrl+Left back"),
    FieldKey("Space", "Freeze a line, as Ctrl+click; two are compared, Z sees their days"),
    FieldKey("Shift+Up", "Make the panel higher; Shift+Down lower, Shift+Home as at first"),
)


def tab_commands() -> Iterator[Command]:
    """One command for each tab of a case: Ctrl+1 to Ctrl+9, then Ctrl+0."""
    for number, (name, text) in enumerate(TABS, start=1):
        yield Command(f"tab.{name}", "view", text, (f"Ctrl+{number % 10}",), f"Go to {text} of the case", 1)


def all_commands() -> tuple[Command, ...]:
    """Every command, in the order of the menus."""
    return (*COMMANDS, *tab_commands())


class Actions:
    """The commands as actions of one window; who does what a command says connects to it."""

    def __init__(self, owner: QObject) -> None:
        """All of them disabled but what needs no registry."""
        self.tabs = QActionGroup(owner)
        self.tabs.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._actions = {command.id: _action(owner, command) for command in all_commands()}
        for name, _ in TABS:
            action = self._actions[f"tab.{name}"]
            action.setData(name)
            self.tabs.addAction(action)

    def __getitem__(self, name: str) -> QAction:
        """The action of a command's id."""
        return self._actions[name]

    def of(self, menu: str) -> Iterator[tuple[Command, QAction]]:
        """The commands of one menu with their actions."""
        for command in sorted(all_commands(), key=lambda c: c.group):
            if command.menu == menu:
                yield command, self._actions[command.id]

    def connect(self, slots: Mapping[str, Callable[[], None]]) -> None:
        """Have commands, by id, carried out by bound methods of a QObject; its end ends the connection."""
        for name, slot in slots.items():
            self._actions[name].triggered.connect(slot)

    def enable(self, names: Iterable[str], enabled: bool) -> None:
        """Let commands be used, or not."""
        for name in names:
            self._actions[name].setEnabled(enabled)

    def show_steps(self, undo: str, redo: str) -> None:
        """Name the steps that can be undone and redone, "" for none."""
        for name, label in (("undo", undo), ("redo", redo)):
            verb = next(c.text for c in COMMANDS if c.id == name)
            self._actions[name].setText(f"{verb}: {label}" if label else verb)
            self._actions[name].setEnabled(bool(label))


def shortcut_sheet() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The sheet of shortcuts: per menu its keys, as this computer writes them, and what they do."""
    sheet = [
        (
            title.replace("&", ""),
            tuple((_native(c.keys[0]), c.name) for c in all_commands() if c.menu == menu),
        )
        for menu, title in MENUS.items()
    ]
    places = (("In a case", FIELD_KEYS), ("On the timeline", TIMELINE_KEYS))
    return (*sheet, *((title, tuple((_native(k.keys), k.tip) for k in keys)) for title, keys in places))


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _action(owner: QObject, command: Command) -> QAction:
    action = QAction(command.text, owner)
    action.setObjectName(command.id)
    action.setShortcuts([QKeySequence(keys) for keys in command.keys])
    action.setToolTip(f"{command.tip} ({_native(command.keys[0])})")
    action.setStatusTip(command.tip)
    return action
