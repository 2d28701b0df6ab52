"""What a registry remembers beside its cases: it goes with the file, and is the same for all who share it."""

from typing import Any, Protocol


class RegistrySettings(Protocol):
    """Values of JSON's own types by name; StoreError when the environment says no."""

    def get(self, name: str) -> Any:
        """What was put under a name last; None for a name never used, or what no program wrote."""

    def put(self, name: str, value: Any) -> None:
        """Keep a value under a name, in place of the former; None forgets the name."""
