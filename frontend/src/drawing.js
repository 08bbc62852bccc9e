// The graph that a CONSTRUCT makes, as a picture: the same graph gives the same picture.
import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

const SVG = "http://www.w3.org/2000/svg";
/** With more nodes nobody can read it; the table beside it has them all. */
export const MOST_NODES = 60;
const WIDTH = 960;
const HEIGHT = 640;
/** With more lines than that their names would cover each other; the table has them. */
const MOST_NAMED_LINES = 16;
const ROUNDS = 300;
/** Where on its line a name may stand, the best place first. */
const PLACES = [0.5, 0.4, 0.6, 0.3, 0.7];

/** Draw triples between IRIs; null where there is nothing or too much to draw. */
export function drawing(rows, { name, title }) {
  const links = rows.filter(({ subject, object }) => object.type !== "literal" && subject.value !== object.value);
  const nodes = new Map();
  const at = (term) => {
    if (!nodes.has(term.value)) nodes.set(term.value, { id: term.value, term, x: 0, y: 0 });
    return term.value;
  };
  const lines = links.map(({ subject, predicate, object }) => ({ source: at(subject), target: at(object), predicate }));
  if (!lines.length || nodes.size > MOST_NODES) return null;
  placed([...nodes.values()], lines);
  const picture = element("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": title, class: "answer-graph" });
  picture.append(arrow());
  const named = lines.length <= MOST_NAMED_LINES;
  for (const line of lines) picture.append(edge(line));
  const taken = [...nodes.values()].flatMap((node) => around(node, name));
  for (const line of named ? lines : []) picture.append(...words(line, shortened(name(line.predicate.value).label, 26), taken));
  for (const node of nodes.values()) picture.append(point(node, name));
  return picture;
}

function placed(nodes, lines) {
  forceSimulation(nodes)
    .force("link", forceLink(lines).id((node) => node.id).distance(150))
    .force("apart", forceManyBody().strength(-420))
    .force("collide", forceCollide(46))
    .force("centre", forceCenter(WIDTH / 2, HEIGHT / 2))
    .force("x", forceX(WIDTH / 2).strength(0.05))
    .force("y", forceY(HEIGHT / 2).strength(0.12))
    .stop()
    .tick(ROUNDS);
  fit(nodes, "x", 110, WIDTH - 110);
  fit(nodes, "y", 30, HEIGHT - 40);
}

function fit(nodes, axis, least, most) {
  const values = nodes.map((node) => node[axis]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const scale = (most - least) / (high - low || 1); // the whole frame is used
  const middle = (low + high) / 2;
  for (const node of nodes) node[axis] = (least + most) / 2 + (node[axis] - middle) * scale;
}

function arrow() {
  const marker = element("marker", {
    id: "arrow", viewBox: "0 0 10 10", refX: "19", refY: "5", markerWidth: "7", markerHeight: "7", orient: "auto",
  });
  marker.append(element("path", { d: "M0 0L10 5L0 10z", class: "answer-arrow" }));
  const definitions = element("defs", {});
  definitions.append(marker);
  return definitions;
}

function edge({ source, target }) {
  const ends = { x1: source.x, y1: source.y, x2: target.x, y2: target.y };
  const rounded = Object.fromEntries(Object.entries(ends).map(([key, value]) => [key, value.toFixed(1)]));
  return element("line", { ...rounded, class: "answer-edge", "marker-end": "url(#arrow)", "aria-hidden": "true" });
}

/** Write the name of a line where it covers nothing that is `taken`; without such a place, the table has it. */
function words({ source, target }, text, taken) {
  for (const part of PLACES) {
    const [x, y] = [source.x + (target.x - source.x) * part, source.y + (target.y - source.y) * part - 4];
    const own = box(x, y - 4, text.length * 7.2, 15);
    if (taken.some((other) => own.left < other.right && other.left < own.right && own.top < other.bottom && other.top < own.bottom)) continue;
    taken.push(own);
    const place = { x: x.toFixed(1), y: y.toFixed(1) };
    return [element("text", { ...place, class: "answer-predicate", "aria-hidden": "true" }, text)]; // the table says it in words
  }
  return [];
}

/** Give what a node and its name cover. */
function around({ x, y, term }, name) {
  return [box(x, y, 20, 20), box(x, y + 20, shortened(labelled(term, name).label, 24).length * 8.4, 17)];
}

function box(x, y, width, height) {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function labelled(term, name) {
  return term.type === "uri" ? name(term.value) : { label: `_:${term.value}` };
}

function point({ x, y, term }, name) {
  const { label, href } = labelled(term, name);
  const group = element(href ? "a" : "g", href ? { href } : {});
  group.append(element("title", {}, label));
  group.append(element("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: "9", class: "answer-node" }));
  group.append(element("text", { x: x.toFixed(1), y: (y + 24).toFixed(1), class: "answer-label" }, shortened(label, 24)));
  return group;
}

function shortened(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}
