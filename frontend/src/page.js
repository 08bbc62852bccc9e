// The query page: choose or write a query, run it here in the browser, read, keep and share the answer.
import { MOST_ROWS, csv, json, table } from "./answers.js";
import { drawing } from "./drawing.js";
import { editor } from "./editor.js";
import { Engine } from "./engine.js";
import { bind, fields, whole } from "./examples.js";
import { namesOf } from "./names.js";

const settings = JSON.parse(document.getElementById("query-settings").textContent);
const { language, words, base, prefixes, labels } = settings;
const root = new URL(settings.root, location.href);
const here = (name) => new URL(name, document.currentScript.src).href;
const part = (name) => document.getElementById(`query-${name}`);
const names = namesOf(self.triagraphIndex, { root, language, base, prefixes, labels });
const engine = new Engine(
  {
    worker: here("worker.js"),
    engine: here("oxigraph.wasm.gz"),
    dump: new URL(settings.dump, root).href,
    bytes: settings.bytes,
    base,
  },
  (done) => {
    part("progress").value = done;
    say(done < 1 ? words.loading : words.running);
  },
);
// `asked` is the example that was run as it stands; a query that was changed is the reader's own.
const state = { example: null, asked: null, values: {}, answer: null };

const text = editor(part("editor"), {
  label: words.editor,
  description: words.editor_keys,
  run,
  changed: () => part("failure").replaceChildren(),
  complete: (prefix) => names.within(prefix),
});

function fill(words_, values) {
  return words_.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

function number(value) {
  return new Intl.NumberFormat(language).format(value);
}

function say(message) {
  part("status").textContent = message;
}

// Choosing an example and its parameters

function choose(name, given = {}) {
  const example = settings.examples.find((each) => each.name === name) ?? null;
  const values = example ? whole(example, given, { base, root: root.href }) : {};
  Object.assign(state, { example, values });
  part("example").value = example ? name : "";
  const made = example ? fields(example, values, { words, things: names.things, changed: change }) : [];
  part("parameters").replaceChildren(...made);
  part("parameters").hidden = !made.length;
  part("question").textContent = example?.question ?? "";
  return !example || write();
}

function change(name, value) {
  state.values = whole(state.example, { ...state.values, [name]: value }, { base, root: root.href });
  write();
}

function write() {
  try {
    text.text = bind(state.example, state.values);
    return true;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    fail(fill(words.bad_value, { value: error.message }));
    return false;
  }
}

// Running

async function run() {
  if (part("run").disabled) return; // one runs already; it can be stopped
  busy(true);
  part("result").hidden = true;
  part("failure").replaceChildren();
  say(words.running);
  remember();
  const query = text.text;
  const message = await engine.ask(query);
  busy(false);
  if (message.kind === "answer") return show(message);
  if (message.kind === "stopped") return say(words.stopped);
  explain(message);
}

function busy(running) {
  part("run").disabled = running;
  part("stop").disabled = !running;
  part("progress").hidden = !running;
  if (running) part("progress").removeAttribute("value");
}

function explain({ where, message }) {
  if (where === "load") return fail(words.not_loaded, message);
  const place = /error at (\d+):(\d+)/.exec(message);
  if (!place) return fail(/^The service /.test(message) ? words.no_service : words.not_run, message);
  const [line, column] = [Number(place[1]), Number(place[2])];
  fail(fill(words.not_sparql, { line, column }), message.replace(/^error at \d+:\d+: /, ""));
  const button = document.createElement("button");
  button.type = "button";
  button.className = "small";
  button.textContent = words.go_there;
  button.addEventListener("click", () => text.go(line, column));
  part("failure").append(button);
}

function fail(sentence, detail) {
  say("");
  const said = document.createElement("p");
  said.textContent = sentence;
  part("failure").replaceChildren(said);
  if (!detail) return;
  const exact = document.createElement("pre");
  exact.lang = "en";
  exact.tabIndex = 0;
  exact.textContent = detail;
  part("failure").append(exact);
}

// Showing an answer

function show(answer) {
  state.answer = answer;
  const seconds = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(answer.milliseconds / 1000);
  const count = answer.form === "boolean" ? (answer.value ? words.yes : words.no) : counted(answer);
  say(fill(words.done, { count, seconds }));
  const shown = part("answer");
  if (answer.form === "boolean") {
    const said = document.createElement("p");
    said.className = "answer";
    said.textContent = count;
    shown.replaceChildren(said);
  } else {
    const meanings = state.asked?.columns ?? {};
    const caption = state.asked?.title ?? words.result;
    const options = { words, language, name: names.of, caption };
    const head = answer.form === "graph" ? { subject: words.subject, predicate: words.predicate, object: words.object } : meanings;
    shown.replaceChildren(...pictured(answer), table(answer, { ...options, meanings: head }));
  }
  const hidden = (answer.rows?.length ?? 0) - MOST_ROWS;
  part("more").textContent = hidden > 0 ? fill(words.more_rows, { count: number(hidden) }) : "";
  for (const [name, forms] of Object.entries(FORMS)) part(name).hidden = !forms.includes(answer.form);
  part("result").hidden = false;
}

const FORMS = { csv: ["solutions", "graph"], json: ["solutions", "boolean"], ntriples: ["graph"] };

function counted({ rows }) {
  return fill(rows.length === 1 ? words.one_row : words.rows, { count: number(rows.length) });
}

function pictured(answer) {
  const made = answer.form === "graph" ? drawing(answer.rows, { name: names.of, title: words.picture }) : null;
  return made ? [made] : [];
}

function keep(suffix, type, contents) {
  const address = URL.createObjectURL(new Blob([contents], { type }));
  const link = document.createElement("a");
  Object.assign(link, { href: address, download: `${state.asked?.name ?? "query"}.${suffix}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

// The address of a query

function remember() {
  const unchanged = state.example !== null && text.text === bound();
  state.asked = unchanged ? state.example : null;
  const named = { name: state.example?.name, ...state.values };
  const kept = new URLSearchParams(unchanged ? named : { query: text.text });
  history.replaceState(null, "", `#${kept}`);
  for (const other of document.querySelectorAll(".language a")) other.hash = location.hash;
}

function bound() {
  try {
    return bind(state.example, state.values);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

function recall() {
  const { name, query, ...values } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  if (query !== undefined) {
    choose("");
    text.text = query;
  } else if (settings.examples.some((each) => each.name === name)) {
    return choose(name, values);
  } else {
    return false;
  }
  return true;
}

async function copy() {
  remember();
  try {
    await navigator.clipboard.writeText(location.href);
    say(words.copied);
  } catch (error) {
    if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
    say(words.copy_yourself);
  }
}

// The page

function start() {
  part("example").addEventListener("change", ({ target }) => choose(target.value));
  part("run").addEventListener("click", run);
  part("stop").addEventListener("click", () => engine.stop());
  part("copy").addEventListener("click", copy);
  part("csv").addEventListener("click", () => keep("csv", "text/csv;charset=utf-8", csv(state.answer)));
  part("json").addEventListener("click", () => keep("json", "application/sparql-results+json", json(state.answer)));
  part("ntriples").addEventListener("click", () => keep("nt", "application/n-triples", state.answer.ntriples));
  addEventListener("hashchange", () => recall() && run());
  const recalled = recall();
  if (!recalled && !state.example) choose(settings.examples[0]?.name);
  if (location.protocol === "file:") return fail(words.from_disk);
  part("console").hidden = false;
  if (recalled) run();
}

start();
