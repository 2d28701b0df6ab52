"""House rules that no off-the-shelf checker knows; a line that has a reason says so: `# house: why`."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FILE_LINES, TEST_FILE_LINES, FUNCTION_LINES = 330, 550, 45
# Nothing but declarations, one after the other.
LONG_LISTS = {"aic_desktop/domain/choices.py"}

# Each hurt someone: they block the event loop and tests, round clinical numbers, or invent dates.
BANNED_NAMES = {"QSpinBox", "QDoubleSpinBox", "QDateEdit", "QTimeEdit", "QDateTimeEdit"}
BANNED_CALLS = {
    "sleep",
    "exec_",
    "getOpenFileName",
    "getOpenFileNames",
    "getSaveFileName",
    "getExistingDirectory",
}
MESSAGE_BOXES = {"information", "question", "warning", "critical", "getText", "getItem"}


def main() -> int:
    """Print what breaks a rule; 1 if anything does."""
    package = [*Path("aic_desktop").rglob("*.py"), Path("run.py"), Path("first_start.py")]
    tests = list(Path("tests").rglob("*.py"))
    found = [line for path in sorted(package) for line in problems(path, FILE_LINES, True)]
    found += [line for path in sorted(tests) for line in problems(path, TEST_FILE_LINES, False)]
    print("\n".join(found) or f"{len(package) + len(tests)} files in shape")
    return 1 if found else 0


def problems(path: Path, limit: int, is_product: bool) -> Iterator[str]:
    """Every broken rule of one file, as `path:line: words`."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    if len(lines) > limit and path.as_posix() not in LONG_LISTS:
        yield f"{path}:1: {len(lines)} lines; look for the missing name ({limit} at most)"
    if not is_product:
        return
    for node in ast.walk(ast.parse(text)):
        words = broken_rule(node)
        if words and "# house:" not in lines[getattr(node, "lineno", 1) - 1]:
            yield f"{path}:{getattr(node, 'lineno', 1)}: {words}"


def broken_rule(node: ast.AST) -> str:
    """What is wrong with this node; empty when nothing is."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        length = (node.end_lineno or 0) - node.body[0].lineno + 1
        return f"{node.name} has {length} lines ({FUNCTION_LINES} at most)" if length > FUNCTION_LINES else ""
    if isinstance(node, ast.Name | ast.alias):
        name = node.id if isinstance(node, ast.Name) else node.name
        return (
            f"{name} alters what was entered; use a line edit and our parser" if name in BANNED_NAMES else ""
        )
    return broken_call(node) if isinstance(node, ast.Call) else ""


def broken_call(call: ast.Call) -> str:
    """What is wrong with this call; empty when nothing is."""
    if not isinstance(call.func, ast.Attribute):
        return ""
    name, owner = call.func.attr, ast.unparse(call.func.value)
    if name in BANNED_CALLS or (name == "exec" and not owner.endswith(("app", "application"))):
        return f"{owner}.{name}() blocks; open() and a signal do not"
    if name in MESSAGE_BOXES and owner in ("QMessageBox", "QInputDialog"):
        return f"{owner}.{name}() blocks; open() and a signal do not"
    if name == "connect" and any(keeps_alive(argument) for argument in call.args):
        return "a lambda or partial keeps its widget alive; connect a bound method"
    return ""


def keeps_alive(argument: ast.expr) -> bool:
    """Whether a signal connected to this could outlive its widget."""
    if isinstance(argument, ast.Call):
        return ast.unparse(argument.func).endswith("partial")
    return isinstance(argument, ast.Lambda)


if __name__ == "__main__":
    sys.exit(main())
