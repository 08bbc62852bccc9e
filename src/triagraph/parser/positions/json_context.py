"""Read JSON-LD contexts as far as places depend on them: https://www.w3.org/TR/json-ld11-api/#context-processing-algorithms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urljoin

from triagraph.parser.jsonld import CONTEXT_IRI, own_context

#: IRIs that end with one of these can be the prefix of others: https://www.rfc-editor.org/rfc/rfc3986#section-2.2.
_GENERAL_DELIMITERS: Final = tuple(":/?#[]@")
#: Terms that are defined by terms; a longer chain is not followed.
_MAX_CHAIN: Final = 100


@dataclass(frozen=True, slots=True)
class Term:
    """What a context says about one key; `context` is what it says about the key's values, () for nothing."""

    iri: str | None
    coercion: str | None = None
    containers: frozenset[str] = frozenset()
    is_reverse: bool = False
    is_prefix: bool = False
    context: Any = ()


UNKNOWN_TERM: Final = Term(None)


@dataclass(frozen=True, slots=True)
class Context:
    """An active context; `previous` holds outside the node for whose types this one was made."""

    base: str | None = None
    vocabulary: str | None = None
    terms: Mapping[str, Term] = field(default_factory=dict)
    previous: Context | None = None

    def extended(self, local: Any) -> Context:
        """Add what a local context says."""
        if local is None:
            return Context(self.base)
        if isinstance(local, list | tuple):
            result = self
            for part in local:
                result = result.extended(part)
            return result
        if isinstance(local, str):
            return self.extended(own_context()) if local == CONTEXT_IRI else self
        return _Definitions(self, local).context()

    def term(self, key: str) -> Term:
        """Give what is said about a key."""
        return self.terms.get(key, UNKNOWN_TERM)

    def iri(self, name: str, *, is_vocabulary: bool) -> str | None:
        """Give the IRI, blank node or keyword that a name stands for, or None."""
        if name.startswith("@"):
            return name
        if is_vocabulary and name in self.terms:
            return self.terms[name].iri
        prefix, colon, local = name.partition(":")
        if colon and prefix and prefix != "_" and not local.startswith("//"):
            term = self.term(prefix)
            if term.is_prefix and term.iri is not None:
                return f"{term.iri}{local}"
        if colon and prefix:
            return name
        if is_vocabulary:
            return f"{self.vocabulary or ''}{name}"
        return name if self.base is None else urljoin(self.base, name)


class _Definitions:
    """A local context on its way into an active one; a definition may use others, whatever their order."""

    def __init__(self, active: Context, local: Mapping[str, Any]) -> None:
        self._local = local
        self._pending: list[str] = []
        self._terms = dict(active.terms)
        for name in local:
            self._terms.pop(name, None)
        self._active = replace(active, terms=self._terms)

    def context(self) -> Context:
        base, vocabulary = self._local.get("@base", ()), self._local.get("@vocab", ())
        if isinstance(base, str) or base is None:
            joined = None if base is None else urljoin(self._active.base or "", base)
            self._active = replace(self._active, base=joined)
        if isinstance(vocabulary, str) or vocabulary is None:
            self._active = replace(self._active, vocabulary=self._vocabulary(vocabulary))
        for name in self._local:
            self._define(name)
        return self._active

    def _vocabulary(self, value: str | None) -> str | None:
        if value is None or value == "" or value.startswith("#"):
            return value if value is None else f"{self._active.vocabulary or self._active.base or ''}{value}"
        return self._expanded(value)

    def _define(self, name: str) -> None:
        if name.startswith("@") or name in self._terms or name in self._pending or len(self._pending) > _MAX_CHAIN:
            return
        self._pending.append(name)
        value = self._local[name]
        definition = {"@id": value} if isinstance(value, str) or value is None else value
        if isinstance(definition, Mapping):
            self._terms[name] = self._term(name, definition, is_simple=isinstance(value, str))
        self._pending.pop()

    def _term(self, name: str, definition: Mapping[str, Any], *, is_simple: bool) -> Term:
        reverse = definition.get("@reverse")
        target = reverse if reverse is not None else definition.get("@id", name)
        iri = None if target is None else self._expanded(target, own_name=name)
        containers = definition.get("@container") or ()
        coercion = definition.get("@type")
        prefix = definition.get("@prefix", is_simple and iri is not None and iri.endswith(_GENERAL_DELIMITERS))
        return Term(
            iri,
            coercion=None if coercion is None else self._expanded(coercion),
            containers=frozenset([containers] if isinstance(containers, str) else containers),
            is_reverse=reverse is not None,
            is_prefix=bool(prefix),
            context=definition.get("@context", ()),
        )

    def _expanded(self, name: str, own_name: str | None = None) -> str | None:
        prefix, colon, _ = name.partition(":")
        for used in (name, prefix) if colon else (name,):
            if used in self._local and used != own_name:
                self._define(used)
        return self._active.iri(name, is_vocabulary=True)
