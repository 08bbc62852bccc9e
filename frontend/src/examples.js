// The named queries as examples: their parameters as form fields, bound as `triagraph query -p` binds them.
const IRI = /^(https?:\/\/|urn:)[^\s<>"{}|\\^`]+$/;
const SLUG = /^[a-z0-9][a-z0-9-]*$/;
const PAGE = /^(id\/[a-z0-9-]+\/[a-z0-9-]+)(?:\.[a-z]{2}\.html)?(?:[?#].*)?$/;
const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const XSD = "http://www.w3.org/2001/XMLSchema#";

/** Put each argument in the place of its UNDEF, all at once: what one says is never searched for the place of another. */
export function bind(example, values) {
  const terms = new Map();
  for (const parameter of example.parameters) {
    const value = values[parameter.name] ?? parameter.default ?? "";
    if (value !== "") terms.set(parameter.name, termOf(parameter, value));
  }
  return example.text.replace(/(VALUES\s+\?(\w+)\s*\{\s*)UNDEF(\s*\})/g, (whole, before, name, after) =>
    terms.has(name) ? before + terms.get(name) + after : whole,
  );
}

function termOf({ type }, value) {
  if (type === "iri") {
    if (IRI.test(value)) return `<${value}>`;
    throw new RangeError(value);
  }
  if (type === "integer") {
    if (!/^[+-]?[0-9]{1,18}$/.test(value)) throw new RangeError(value);
    return `"${value}"^^<${XSD}integer>`;
  }
  if (type === "date") {
    if (!/^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(Date.parse(value))) throw new RangeError(value);
    return `"${value}"^^<${XSD}date>`;
  }
  return `"${value.replace(/[\\"\n\r\t]/g, (character) => ESCAPES[character])}"`;
}

/** Write arguments in full: `optonet` of a network is its IRI, and so is the address of its page in the release at `root`. */
export function whole(example, values, { base, root }) {
  return Object.fromEntries(
    example.parameters
      .filter(({ name }) => values[name] !== undefined)
      .map((each) => [each.name, each.type === "iri" ? named(each.kind, values[each.name].trim(), base, root) : values[each.name]]),
  );
}

function named(kind, value, base, root) {
  const page = value.startsWith(root) ? PAGE.exec(value.slice(root.length)) : null;
  if (page) return base + page[1];
  return kind && SLUG.test(value) ? `${base}id/${kind}/${value}` : value;
}

/** Make the form fields of a query's parameters; `things` lists what there is of a kind, as [IRI, label], or gives null. */
export function fields(example, values, { words, things, changed }) {
  return example.parameters.map((parameter) => {
    const label = document.createElement("label");
    const name = note(parameter.meaning);
    const offered = parameter.type === "iri" && parameter.kind ? things(parameter.kind) : null;
    const field = offered ? choice(parameter, words, offered) : input(parameter);
    field.name = parameter.name;
    field.value = values[parameter.name] ?? parameter.default ?? "";
    field.addEventListener("change", () => changed(parameter.name, field.value));
    label.append(name, field);
    if (parameter.type === "iri" && !offered) label.append(note(words.iri_field.replace("{example}", parameter.example)));
    return label;
  });
}

function note(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

function choice(parameter, words, offered) {
  const field = document.createElement("select");
  if (!parameter.default) field.append(new Option(words.any, ""));
  for (const [iri, label] of offered) field.append(new Option(label, iri));
  return field;
}

function input(parameter) {
  const field = document.createElement("input");
  field.type = { integer: "number", date: "date" }[parameter.type] ?? "text";
  field.placeholder = parameter.example;
  return field;
}
