// Answers as people read them: labels for IRIs, links to the pages, numbers and dates as the language writes them.
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "nonNegativeInteger", "int", "long"].map((each) => XSD + each));
const FORMULA = /^[=+\-@\t\r]/;
export const MOST_ROWS = 500;

/** Write the rows of an answer as a table; `name` gives the label and the page of an IRI. */
export function table(answer, { words, language, name, meanings, caption }) {
  const made = document.createElement("table");
  made.createCaption().className = "hidden";
  made.caption.textContent = caption;
  const head = made.createTHead().insertRow();
  for (const variable of answer.variables) {
    const cell = document.createElement("th");
    cell.scope = "col";
    const code = document.createElement("code");
    code.textContent = variable;
    const meaning = meanings[variable];
    if (meaning) cell.append(meaning[0].toUpperCase() + meaning.slice(1), " ");
    cell.append(code);
    head.append(cell);
  }
  const body = made.createTBody();
  for (const row of answer.rows.slice(0, MOST_ROWS)) {
    const line = body.insertRow();
    for (const variable of answer.variables) line.insertCell().append(shown(row[variable], { words, language, name }));
  }
  return made;
}

function shown(term, { words, language, name }) {
  if (!term) return missing(words.not_stated);
  if (term.type === "uri") return named(term.value, name);
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type === "triple") return JSON.stringify(term.value);
  const text = document.createElement("span");
  const spoken = term["xml:lang"];
  if (spoken && spoken.split("-")[0] !== language) text.lang = spoken;
  text.textContent = written(term, language);
  return text;
}

function missing(words) {
  const mark = document.createElement("span");
  const hidden = document.createElement("span");
  mark.className = "missing";
  hidden.className = "hidden";
  hidden.textContent = ` ${words}`;
  mark.append("–", hidden);
  return mark;
}

function named(iri, name) {
  const { label, href, known } = name(iri);
  const made = document.createElement(href ? "a" : known ? "span" : "code");
  made.textContent = label;
  if (href) made.href = href;
  if (!known) made.className = "iri";
  return made;
}

function written({ value, datatype }, language) {
  if (datatype === `${XSD}integer` || datatype === `${XSD}decimal`) {
    const whole = Number(value);
    if (Number.isSafeInteger(whole) || !Number.isInteger(whole))
      return new Intl.NumberFormat(language, { maximumFractionDigits: 12 }).format(value);
  }
  if (datatype === `${XSD}date` && /^\d{4}-\d\d-\d\d$/.test(value)) {
    const [year, month, day] = value.split("-").map(Number);
    return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" }).format(
      Date.UTC(year, month - 1, day),
    );
  }
  return value;
}

/** Write an answer as CSV (https://www.w3.org/TR/sparql11-results-csv-tsv/), harmless in a spreadsheet program. */
export function csv({ variables, rows }) {
  const lines = rows.map((row) => variables.map((variable) => cell(row[variable])));
  return [variables.map(quoted), ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

function cell(term) {
  if (!term) return "";
  if (term.type === "bnode") return quoted(`_:${term.value}`);
  if (term.type === "triple") return quoted(JSON.stringify(term.value));
  const runs = term.type === "literal" && !NUMBERS.has(term.datatype) && FORMULA.test(term.value);
  return quoted(runs ? `'${term.value}` : term.value);
}

function quoted(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Write an answer as https://www.w3.org/TR/sparql11-results-json/ has it. */
export function json(answer) {
  const head = answer.form === "boolean" ? {} : { vars: answer.variables };
  const rest = answer.form === "boolean" ? { boolean: answer.value } : { results: { bindings: answer.rows } };
  return `${JSON.stringify({ head, ...rest }, null, 1)}\n`;
}
