"""The terms that a registry has added to the code lists: kept with it, offered to all who share it."""

from aic_desktop.domain import own_terms
from aic_desktop.domain.own_terms import OwnTerm
from aic_desktop.services.settings import RegistrySettings

OWN_TERMS = "own_terms"  # the setting's name


class Terms:
    """A registry's own terms; StoreError when the environment says no."""

    def __init__(self, settings: RegistrySettings) -> None:
        """Of the registry whose settings these are."""
        self._settings = settings

    def all(self) -> tuple[OwnTerm, ...]:
        """Every term, as it stands in the registry now."""
        return own_terms.terms_from(self._settings.get(OWN_TERMS))

    def find(self, name: str, label: str) -> OwnTerm | None:
        """The term of a list by its label; None if the registry has none."""
        return next((term for term in self.all() if (term.list, term.label) == (name, label)), None)

    def keep(self, term: OwnTerm) -> None:
        """Add a term, or put it in the place of the one with its label; Problem when it cannot be kept."""
        others = self._others(term)
        own_terms.check(term, others)
        self._settings.put(OWN_TERMS, own_terms.as_told((*others, term)))

    def drop(self, term: OwnTerm) -> None:
        """Take a term out; what was entered with it stays, as free text."""
        self._settings.put(OWN_TERMS, own_terms.as_told(self._others(term)) or None)

    def _others(self, term: OwnTerm) -> tuple[OwnTerm, ...]:
        return tuple(t for t in self.all() if (t.list, t.label) != (term.list, term.label))
