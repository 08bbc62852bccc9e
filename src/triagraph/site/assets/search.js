// The search of a release: names in both languages, other names and descriptions, from an index that is loaded when needed.
"use strict";
{
  const MOST_SHOWN = 8;
  const MOST_LISTED = 100;
  const SHORTEST_SIMILAR = 4;
  const MOST_PIECES = 3;
  /** What the place where a word is found is worth: [the whole word, its beginning, within it]. */
  const WORTH = { name: [12, 9, 5], other: [8, 6, 3], about: [3, 2, 0] };

  // Words as they are compared: ä = ae = a, ß = ss, no accents, no case.
  const fold = (text) =>
    text.toLowerCase().replaceAll("ß", "ss").normalize("NFD").replace(/\p{M}/gu, "").replace(/([aou])e/g, "$1");
  const wordsOf = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  const loadScript = (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = () => reject(new Error(address));
      document.head.append(script);
    });

  let waiting = null;
  const load = (address) => {
    const loaded = () => (self.triagraphIndex ? Promise.resolve() : loadScript(address));
    return (waiting ??= loaded().then(() => ({ ...self.triagraphIndex, entries: prepared(self.triagraphIndex.entries, 0) })));
  };

  function prepared(entries, first) {
    return entries.map(([kind, path, name, others = [], about = "", , spoken = ""], number) => ({
      kind, path, name, others, about, spoken, order: first + number,
      words: { name: wordsOf(name), other: others.flatMap(wordsOf), about: wordsOf(about) },
      whole: fold(name),
      wholes: new Set(others.map(fold)),
    }));
  }

  // The index of a large graph is divided: what else there is stands in pieces, by the beginnings of the words of names.
  // A key leads to the number of a piece; it is negative, and one less, where the piece has only the best of them.

  const pieces = new Map();
  function piece(address, number, first) {
    if (!pieces.has(number)) {
      const loaded = loadScript(`${address.replace(/\.([^./]*)\.js$/, "/$1")}-${number}.js`);
      pieces.set(number, loaded.then(() => prepared(self.triagraphPieces[number], first)));
    }
    return pieces.get(number);
  }

  /** Find the key for a word: the shortest that begins with it, else the longest with which it begins. */
  function keyOf(index, word) {
    index.keys ??= Object.keys(index.pieces).sort();
    let [low, high] = [0, index.keys.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (index.keys[middle] < word) low = middle + 1;
      else high = middle;
    }
    if (index.keys[low]?.startsWith(word)) return index.keys[low];
    for (let length = word.length - 1; length; length--) if (Object.hasOwn(index.pieces, word.slice(0, length))) return word.slice(0, length);
    return null;
  }

  /** Give the index with those pieces that can have what was typed. */
  async function enlarged(index, address, text) {
    if (!index.pieces) return index;
    const keys = [...new Set(wordsOf(text).map((word) => keyOf(index, word)).filter((key) => key !== null))];
    const whole = keys.filter((key) => index.pieces[key] >= 0).sort((one, other) => other.length - one.length);
    const chosen = whole.length ? whole.slice(0, 1) : keys.slice(0, MOST_PIECES);
    const numbers = chosen.map((key) => index.pieces[key]).map((number) => (number < 0 ? -number - 1 : number));
    const more = await Promise.all([...new Set(numbers)].map((number) => piece(address, number, index.entries.length)));
    const known = new Map([...index.entries, ...more.flat()].map((entry) => [entry.path, entry]));
    return { ...index, entries: [...known.values()], isPartial: !whole.length && chosen.length > 0 };
  }

  // Every word that was typed must be found somewhere; what is found in a name counts most.
  function search(index, text, matches = worth) {
    const wanted = wordsOf(text);
    if (!wanted.length) return [];
    const whole = fold(text.trim());
    const found = [];
    for (const entry of index.entries) {
      const scores = wanted.map((word) => best(entry, word, matches));
      if (scores.every(Boolean)) {
        found.push({ entry, score: bonus(entry, whole) + index.kinds[entry.kind][2] + scores.reduce((sum, score) => sum + score, 0) / wanted.length });
      }
    }
    // Among equals the kinds stand in the order of the release: networks first, records last.
    found.sort((one, other) => other.score - one.score || one.entry.order - other.entry.order);
    return found.map(({ entry }) => entry);
  }

  function bonus(entry, whole) {
    if (entry.whole === whole) return 20;
    if (entry.wholes.has(whole)) return 15;
    return entry.whole.startsWith(whole) ? 6 : 0;
  }

  function best(entry, word, matches) {
    let most = 0;
    for (const place in WORTH) {
      for (const each of entry.words[place]) most = Math.max(most, matches(each, word, WORTH[place]));
      if (most >= WORTH[place][0]) break;
    }
    return most;
  }

  function worth(each, word, [whole, beginning, within]) {
    if (each === word) return whole;
    if (each.startsWith(word)) return beginning;
    return word.length > 2 && each.includes(word) ? within : 0;
  }

  // Only where nothing is found: words that differ by one letter, long ones by two.
  function similar(each, word, [whole]) {
    if (whole < WORTH.other[0] || word.length < SHORTEST_SIMILAR) return 0;
    const most = word.length > 7 ? 2 : 1;
    const differs = distance(each.slice(0, word.length + most), word, most);
    return differs <= most ? whole / (1 + differs) : 0;
  }

  // https://en.wikipedia.org/wiki/Optimal_string_alignment, given up beyond `most`; what `one` has more at its end is free
  function distance(one, other, most) {
    let [before, last] = [null, Array.from({ length: one.length + 1 }, (_, column) => column)];
    for (let row = 1; row <= other.length; row++) {
      const line = [row];
      for (let column = 1; column <= one.length; column++) {
        const differs = one[column - 1] === other[row - 1] ? 0 : 1;
        line[column] = Math.min(last[column] + 1, line[column - 1] + 1, last[column - 1] + differs);
        const swapped = before && one[column - 1] === other[row - 2] && one[column - 2] === other[row - 1];
        if (swapped) line[column] = Math.min(line[column], before[column - 2] + 1);
      }
      if (Math.min(...line) > most) return Infinity;
      [before, last] = [last, line];
    }
    return Math.min(...last);
  }

  function find(index, text) {
    const exact = search(index, text);
    if (exact.length) return { found: exact, isSimilar: false };
    const alike = search(index, text, similar);
    return { found: alike, isSimilar: alike.length > 0 };
  }

  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, key) => values[key]);

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  // What both the list below the field and the page of the search are made of

  class Search {
    constructor(link) {
      this.page = link.href;
      this.address = new URL(link.dataset.index, location.href).href;
      this.root = new URL(".", link.href).href;
      this.language = document.documentElement.lang;
    }

    index() {
      return load(this.address);
    }

    async indexFor(text) {
      return enlarged(await this.index(), this.address, text);
    }

    href({ path }) {
      const [stem, fragment] = path.split("#");
      return `${this.root}${stem}.${this.language}.html${fragment ? `#${fragment}` : ""}`;
    }

    all(text) {
      return `${this.page}#${new URLSearchParams({ q: text })}`;
    }
  }

  /** What is shown of an entry: its name, its kind, and the other name by which it was found. */
  function shown(index, entry, text) {
    const name = element("span", { class: "search-name", lang: entry.spoken }, entry.name);
    const parts = [name, " ", element("span", { class: "search-kind" }, index.kinds[entry.kind][1])];
    const wanted = wordsOf(text);
    const inName = wanted.every((word) => entry.words.name.some((each) => each.includes(word)));
    const other = inName ? null : entry.others.find((each) => wordsOf(each).some((one) => wanted.some((word) => one.includes(word))));
    if (other) parts.push(" ", element("span", { class: "search-other" }, `${index.words.also}: ${other}`));
    return parts;
  }

  // The field at the top of every page: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ with a list box

  function field(id, label, attributes = {}) {
    const input = element("input", { id, type: "search", autocomplete: "off", spellcheck: "false", placeholder: label, ...attributes });
    return [element("label", { for: id, class: "hidden" }, label), input];
  }

  function top(link) {
    const searching = new Search(link);
    const [label, input] = field("search-field", link.dataset.label, {
      role: "combobox", "aria-expanded": "false", "aria-controls": "search-list", "aria-autocomplete": "list",
    });
    const list = element("ul", { id: "search-list", role: "listbox", "aria-label": link.textContent });
    const status = element("p", { class: "hidden", role: "status" });
    list.hidden = true;
    link.replaceWith(label, input, list, status);
    let active = -1;

    const close = () => {
      list.hidden = true;
      status.classList.add("hidden");
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const choose = (number) => {
      const options = list.querySelectorAll("[role=option]");
      active = options.length ? (number + options.length) % options.length : -1;
      options.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
      const chosen = options[active];
      if (!chosen) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    };
    const follow = (option) => location.assign(option.dataset.href);

    async function show() {
      const text = input.value;
      const index = await searching.indexFor(text);
      if (input.value !== text) return;
      if (!wordsOf(text).length) return close();
      const { found, isSimilar } = find(index, text);
      const options = found.slice(0, MOST_SHOWN).map((entry) => [searching.href(entry), shown(index, entry, text)]);
      if (found.length > MOST_SHOWN) options.push([searching.all(text), [fill(index.words.all, { count: number(index, found) })]]);
      list.replaceChildren(
        ...options.map(([href, parts], number) => {
          const option = element("li", { role: "option", id: `search-${number}`, "aria-selected": "false", "data-href": href }, ...parts);
          option.addEventListener("click", () => follow(option));
          return option;
        }),
      );
      list.hidden = !options.length;
      active = -1;
      input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = isSimilar ? `${index.words.similar} ${counted(index, found)}` : counted(index, found);
      status.classList.toggle("hidden", found.length > 0);
    }

    input.addEventListener("focus", () => searching.index().catch(() => {}), { once: true });
    input.addEventListener("input", show);
    input.addEventListener("blur", () => setTimeout(close, 150));
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") choose(list.hidden ? active : active + 1);
      else if (event.key === "ArrowUp") choose(active < 0 ? -1 : active - 1);
      else if (event.key === "Escape" && !list.hidden) close(); // the next one empties the field, as browsers do
      else if (event.key === "Enter") {
        const chosen = list.querySelectorAll("[role=option]")[active];
        if (chosen) follow(chosen);
        else if (input.value.trim()) location.assign(searching.all(input.value));
      } else return;
      event.preventDefault();
    });
  }

  /** How many were found; where a piece has only the best, there may be more. */
  const number = (index, found) => `${found.length}${index.isPartial ? "+" : ""}`;

  function counted(index, found) {
    if (!found.length) return index.words.none;
    return found.length === 1 ? index.words.one : fill(index.words.many, { count: number(index, found) });
  }

  // The page of the search

  function page(place, link) {
    const searching = new Search(link);
    const status = element("p", { role: "status", class: "about" });
    const results = element("ol", { class: "search-results" });
    const [label, input] = field("search-page-field", link.dataset.label);
    const asked = () => new URLSearchParams(location.hash.slice(1)).get("q") ?? "";

    async function show() {
      const text = input.value;
      const index = await searching.indexFor(text);
      if (input.value !== text) return;
      const { found, isSimilar } = find(index, text);
      status.textContent = wordsOf(text).length ? (isSimilar ? index.words.similar : counted(index, found)) : "";
      results.replaceChildren(
        ...found.slice(0, MOST_LISTED).map((entry) => {
          const [name, ...rest] = shown(index, entry, text);
          const about = entry.about ? [element("p", { class: "about" }, entry.about)] : [];
          return element("li", {}, element("a", { href: searching.href(entry) }, name), ...rest, ...about);
        }),
      );
      history.replaceState(null, "", text ? `#${new URLSearchParams({ q: text })}` : location.pathname);
      for (const other of document.querySelectorAll(".language a")) other.hash = location.hash;
    }

    place.append(label, input, status, results);
    input.value = asked();
    input.addEventListener("input", show);
    addEventListener("hashchange", () => asked() !== input.value && ((input.value = asked()), show()));
    if (input.value) show();
    else input.focus();
  }

  const link = document.querySelector("a[data-search=top]");
  const place = document.querySelector("[data-search=page]");
  if (place) page(place, link);
  else top(link);
}
