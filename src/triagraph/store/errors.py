"""What can go wrong with an index on disk, with an endpoint, and with what is sent to one."""

from __future__ import annotations

from triagraph.errors import TriagraphError


class IndexFolderError(TriagraphError):
    """An index on disk cannot be built or opened."""


class IndexDamagedError(IndexFolderError):
    """An index on disk is not what was built."""


class IndexBusyError(IndexFolderError):
    """Another process is building the same index."""


class EndpointError(TriagraphError):
    """A SPARQL endpoint does not do what it is asked for."""


class EndpointUnreachableError(EndpointError):
    """There is no answer: no connection, no time left, too many redirects."""


class EndpointDeniedError(EndpointError):
    """The endpoint asks for other credentials."""


class EndpointBusyError(EndpointError):
    """The endpoint is too busy, again and again."""


class EndpointAnswerError(EndpointError):
    """The endpoint's answer is not what the protocol asks for."""


class AnswerCutError(EndpointAnswerError):
    """The endpoint's answer is not whole."""


class PushError(TriagraphError):
    """A graph cannot be put into a triple store."""
