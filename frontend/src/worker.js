// The engine, in a worker of its own so that a long query can be stopped: loads the published dump, answers queries.
import start, { Store } from "oxigraph";

// A triple that several graphs hold counts once in the default graph, as in `triagraph query`.
const UNION = "INSERT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }";
const JSON_RESULTS = "application/sparql-results+json";
const GZIP = [0x1f, 0x8b];

let ready = null;

self.onmessage = async ({ data }) => {
  try {
    ready ??= open(data);
    const store = await ready;
    const started = performance.now();
    const answer = ask(store, data.query, data.base);
    self.postMessage({ kind: "answer", milliseconds: performance.now() - started, ...answer });
  } catch (error) {
    const where = error instanceof LoadError ? "load" : "query";
    self.postMessage({ kind: "error", where, message: String(error.message ?? error) });
  }
};

class LoadError extends Error {}

async function open({ engine, dump, bytes }) {
  let received = 0;
  const count = (size) => {
    received += size;
    self.postMessage({ kind: "progress", done: Math.min(received / bytes, 1) });
  };
  try {
    const [code, quads] = await Promise.all([fetched(engine, count), fetched(dump, count)]);
    self.postMessage({ kind: "progress", done: 1 });
    await start({ module_or_path: code });
    const store = new Store();
    store.load(quads, { format: "application/n-quads", lenient: true, no_transaction: true });
    store.update(UNION);
    return store;
  } catch (error) {
    ready = null;
    throw new LoadError(String(error.message ?? error));
  }
}

// Some servers take a .gz apart on the way and some do not: its first bytes tell.
async function fetched(address, count) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const parts = [];
  for (const reader = answer.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    count(value.length);
  }
  const whole = new Blob(parts);
  const first = new Uint8Array(await whole.slice(0, 2).arrayBuffer());
  const compressed = GZIP.every((byte, index) => first[index] === byte);
  const plain = compressed ? new Response(whole.stream().pipeThrough(new DecompressionStream("gzip"))) : whole;
  return new Uint8Array(await plain.arrayBuffer());
}

function ask(store, query, base) {
  try {
    const { head, results, boolean } = JSON.parse(store.query(query, { base_iri: base, results_format: JSON_RESULTS }));
    if (results === undefined) return { form: "boolean", value: boolean };
    return { form: "solutions", variables: head.vars ?? [], rows: results.bindings };
  } catch (error) {
    if (!String(error.message).startsWith("Not supported RDF format")) throw error; // it is a graph
  }
  const quads = store.query(query, { base_iri: base });
  const lines = [...new Set(quads.map((quad) => `${line(quad)} .\n`))].sort();
  const rows = quads.map(({ subject, predicate, object }) => ({
    subject: term(subject),
    predicate: term(predicate),
    object: term(object),
  }));
  return { form: "graph", variables: ["subject", "predicate", "object"], rows, ntriples: lines.join("") };
}

function line({ subject, predicate, object }) {
  return `${subject} ${predicate} ${object}`;
}

function term({ termType, value, language, datatype }) {
  if (termType === "NamedNode") return { type: "uri", value };
  if (termType === "BlankNode") return { type: "bnode", value };
  if (termType !== "Literal") return { type: "literal", value };
  return { type: "literal", value, ...(language ? { "xml:lang": language } : { datatype: datatype.value }) };
}
