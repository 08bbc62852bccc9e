"""A dataset that lives on a SPARQL 1.1 endpoint: https://www.w3.org/TR/sparql11-protocol/.

SPARQLWrapper makes the requests; `http` sends them with limits. A named query runs as it is, over the endpoint's default
graph: docs/scaling.md says how to make that the union of all graphs.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit, urlunsplit
from urllib.request import Request

from pyoxigraph import Literal, NamedNode, Quad
from SPARQLWrapper import GET, POST, SPARQLWrapper

from triagraph.errors import ParseError, QueryError
from triagraph.formats import NTRIPLES, RDFXML, TURTLE
from triagraph.language import Text
from triagraph.parser import Document, parse
from triagraph.results import Answer, Graph, Solutions
from triagraph.store import refusals
from triagraph.store.answers import NotAnAnswerError, read_answer
from triagraph.store.connection import Connection, check_address
from triagraph.store.http import Reply, Transport
from triagraph.store.services import form_of, rows_of_construct

_AGENT: Final = "triagraph (+https://w3id.org/triagraph/)"
_SOLUTIONS: Final = "application/sparql-results+json"
_GRAPH: Final = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
#: Some servers call N-Triples plain text, as its first edition did.
_SYNTAXES: Final = {
    **{syntax.media_type: syntax for syntax in (NTRIPLES, TURTLE, RDFXML)},
    "text/plain": NTRIPLES,
    "application/x-turtle": TURTLE,
}
_RESULTS: Final = frozenset({"application/sparql-results+json", "application/json"})
#: What Virtuoso 7 may answer an ASK with: no row for no.
_VIRTUOSO_ASK: Final = ("__ASK_RETVAL",)
#: A query that makes a longer address than this is sent by POST.
_LONGEST_ADDRESS: Final = 2000
_RELATIVE: Final = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>\"{}|^`\\\s]*>")


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper makes the request; it is opened elsewhere, with limits that SPARQLWrapper does not have."""

    def request(self) -> Request:
        return self._createRequest()


class RemoteStore:
    """A dataset on an endpoint; `update_url` is where changes are sent, if not to the same address."""

    def __init__(
        self, connection: Connection, *, update_url: str | None = None, transport: Transport | None = None
    ) -> None:
        self.connection = connection
        self.update_url = check_address(update_url) if update_url is not None else connection.url
        self.transport = transport or Transport(connection)

    def stream(self, text: str, *, base: str | None = None) -> Answer:
        """Answer a query as `query` does: an answer that is cut is told before any of it is given."""
        return self.query(text, base=base)

    def query(self, text: str, *, base: str | None = None) -> Answer:
        """Answer a query over the endpoint's default graph.

        Raises:
            QueryError: the endpoint does not understand the query.
            EndpointError: it does not answer, or not as it should; in particular `AnswerCutError`: not with all it has.
        """
        if base is not None and _RELATIVE.search(text):
            text = f"BASE <{base}>\n{text}"
        form = form_of(text)
        if form in {"CONSTRUCT", "DESCRIBE"}:
            return self._graph(text, form)
        reply = self.transport.send(self._request(text, form or "SELECT", _SOLUTIONS))
        if reply.media_type not in _RESULTS:
            raise self._unexpected(reply)
        try:
            answer = read_answer(reply.body)
        except NotAnAnswerError as error:
            raise self._not_an_answer(error) from error
        if isinstance(answer, bool):
            return answer
        self._check_whole(reply, len(answer.rows))
        if form == "ASK" and answer.variables == _VIRTUOSO_ASK:
            return bool(answer.rows)
        return answer

    def update(self, text: str) -> None:
        """Send a SPARQL 1.1 Update.

        Raises:
            EndpointError: the endpoint does not do it.
        """
        self.transport.send(self.update_request(text))

    def update_request(self, text: str) -> Request:
        """Make the request that sends an update."""
        wrapper = self._wrapper(self.update_url, text, "INSERT", "*/*")
        wrapper.updateEndpoint = wrapper.endpoint
        wrapper.setMethod(POST)
        return wrapper.request()

    def graph_counts(self) -> dict[str, int]:
        """Count the statements of each named graph."""
        answer = self.query(
            "SELECT ?graph (COUNT(*) AS ?statements) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
        )
        rows = answer.rows if isinstance(answer, Solutions) else ()
        return {
            graph.value: int(number.value)
            for graph, number in rows
            if isinstance(graph, NamedNode) and isinstance(number, Literal)
        }

    def count(self, graph: str) -> int:
        """Count the statements of one graph, `""` for the default graph."""
        pattern = "?s ?p ?o"
        within = f"GRAPH {NamedNode(graph)} {{ {pattern} }}" if graph else pattern
        answer = self.query(f"SELECT (COUNT(*) AS ?statements) WHERE {{ {within} }}")
        if isinstance(answer, Solutions) and len(answer.rows) == 1 and isinstance(number := answer.rows[0][0], Literal):
            return int(number.value)
        raise refusals.unexpected(self.connection.url, Text("keine Zahl", "no number"))

    def graph(self, graph: str) -> tuple[Quad, ...]:
        """Fetch one graph, `""` for the default graph, and see that it is whole.

        Raises:
            AnswerCutError: there are more statements than the endpoint hands out.
        """
        within = f"GRAPH {NamedNode(graph)} {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        answer = self._graph(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {within} }}", "DESCRIBE")
        found, expected = len(set(answer.triples)), self.count(graph)
        if found != expected:
            raise refusals.cut(
                self.connection.url, Text(f"{found} von {expected} Aussagen", f"{found} of {expected} statements")
            )
        return answer.triples

    def _graph(self, text: str, form: str) -> Graph:
        reply = self.transport.send(self._request(text, form, _GRAPH))
        syntax = _SYNTAXES.get(reply.media_type)
        if syntax is None:
            raise self._unexpected(reply)
        if not reply.framed and syntax is not RDFXML:
            raise refusals.cut(
                self.connection.url,
                Text("der Server sagt nicht, wo sie endet", "the server does not say where it ends"),
            )
        try:
            triples = tuple(parse(Document(self.connection.url, reply.body, syntax), base=self.connection.url))
        except ParseError as error:
            raise refusals.unexpected(self.connection.url, error.message) from error
        self._check_whole(reply)
        if "virtuoso" in reply.headers.get("Server", "").lower() and (rows := rows_of_construct(text)):
            self.query(rows)  # Virtuoso says of a SELECT that it is cut, but not of a CONSTRUCT
        return Graph(triples)

    def _check_whole(self, reply: Reply, rows: int | None = None) -> None:
        """Look for what Virtuoso says in headers: a time that is over, a limit of rows that is reached."""
        state, most = reply.headers.get("X-SQL-State"), reply.headers.get("X-SPARQL-MaxRows")
        if state is not None:
            message = refusals.said(reply.headers.get("X-SQL-Message", state))
            raise refusals.cut(self.connection.url, Text(message, message))
        if most is not None and (rows is None or not most.strip().isdecimal() or rows >= int(most)):
            most = refusals.said(most)
            raise refusals.cut(
                self.connection.url,
                Text(f"der Server gibt höchstens {most} Zeilen", f"the server gives {most} rows at most"),
            )

    def _request(self, text: str, form: str, accept: str) -> Request:
        wrapper = self._wrapper(self.connection.url, text, form, accept)
        wrapper.setMethod(GET)
        request = wrapper.request()
        if len(request.full_url) > _LONGEST_ADDRESS:
            wrapper.setMethod(POST)
            request = wrapper.request()
        return request

    def _wrapper(self, url: str, text: str, form: str, accept: str) -> _Wrapper:
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise QueryError(Text("Die Abfrage ist kein Unicode.", "The query is not Unicode.")) from error
        parts = urlsplit(url)
        wrapper = _Wrapper(urlunsplit((*parts[:3], "", "")), agent=_AGENT)
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            wrapper.addParameter(name, value)
        wrapper.setOnlyConneg(True)
        wrapper.queryString, wrapper.queryType = text, form
        wrapper.addCustomHttpHeader("Accept", accept)
        return wrapper

    def _unexpected(self, reply: Reply) -> Exception:
        kind = refusals.said(reply.media_type) or "?"
        return refusals.unexpected(self.connection.url, Text(f"Inhalt der Art {kind}", f"content of type {kind}"))

    def _not_an_answer(self, error: NotAnAnswerError) -> Exception:
        if error.cut:
            return refusals.cut(self.connection.url, Text("das JSON hört auf", "the JSON ends"))
        reason = refusals.said(str(error))
        return refusals.unexpected(self.connection.url, Text(reason, reason))
