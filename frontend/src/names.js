// What things are called and where their pages are: from the index that the search of a release uses, and from the labels
// of other vocabularies that the query page brings.

/** What may stand in the address of a page as it is; other names have a hash in it. */
const PLAIN = /^id\/[a-z0-9-]{1,80}\/[a-z0-9-]{1,80}$/;

/** Make a lookup of names from the search index; that of a large graph does not have everything. */
export function namesOf(index, { root, language, base, prefixes, labels }) {
  const known = new Map();
  const kinds = new Map();
  for (const [kind, path, label, , , iri] of index.entries) {
    const [stem, fragment] = path.split("#");
    const href = new URL(`${stem}.${language}.html${fragment ? `#${fragment}` : ""}`, root).href;
    const name = iri ?? base + path;
    known.set(name, { label, href, known: true });
    const kept = kinds.get(index.kinds[kind][0]) ?? [];
    kept.push([name, label]);
    kinds.set(index.kinds[kind][0], kept);
  }
  const incomplete = new Set((index.incomplete ?? []).map((number) => index.kinds[number][0]));
  const longest = Object.entries(prefixes).sort(([, one], [, other]) => other.length - one.length);
  const short = (iri) => {
    const found = longest.find(([, space]) => iri.startsWith(space));
    return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri;
  };
  return {
    of(iri) {
      const found = known.get(iri);
      if (found) return found;
      const path = iri.startsWith(base) ? iri.slice(base.length) : "";
      if (index.pieces && PLAIN.test(path)) {
        return { label: short(iri), href: new URL(`${path}.${language}.html`, root).href, known: true };
      }
      const elsewhere = /^https?:/.test(iri) && !iri.startsWith(base);
      const labelled = Object.hasOwn(labels, iri);
      return { label: labelled ? labels[iri] : short(iri), href: elsewhere ? iri : null, known: labelled };
    },
    /** List what there is of a kind, as [IRI, label]; null where that is more than the index has. */
    things: (kind) => (incomplete.has(kind) ? null : (kinds.get(kind) ?? [])),
    /** List what may stand after a prefix, as [local name, label]. */
    within(prefix) {
      const space = prefixes[prefix];
      if (!space) return [];
      const found = [...known].filter(([iri]) => iri.startsWith(space) && /^[\w-]+$/.test(iri.slice(space.length)));
      return found.map(([iri, { label }]) => [iri.slice(space.length), label]);
    },
  };
}
