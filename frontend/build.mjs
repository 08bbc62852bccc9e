// Bundle the scripts of the query page: `node build.mjs FOLDER`. The same packages give the same bytes.
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2];
if (!folder) {
  console.error("usage: node build.mjs FOLDER");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["src/page.js", "src/worker.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  outdir: folder,
  metafile: true,
  legalComments: "none", // licences.txt has them whole
  logLevel: "warning",
  logOverride: { "empty-import-meta": "silent" }, // oxigraph asks for its address only if it is not handed its bytes
});

// Compressed here, so that it is small on servers that compress nothing; the worker takes it apart.
const engine = readFileSync(join(here, "node_modules/oxigraph/web_bg.wasm"));
writeFileSync(join(folder, "oxigraph.wasm.gz"), gzipSync(engine, { level: 9 }));
writeFileSync(join(folder, "licences.txt"), licences(packagesOf(metafile)));

function packagesOf(bundled) {
  const found = Object.keys(bundled.inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(found.filter(Boolean))].sort();
}

function licences(names) {
  const parts = names.map((name) => {
    const home = join(here, "node_modules", name);
    const about = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
    const file = readdirSync(home).find((each) => /^licen[cs]e(\.|$)/i.test(each));
    // A package without a licence file is one of Apache-2.0 or both: that text stands at the end.
    const text = file ? readFileSync(join(home, file), "utf8").trim() : "Taken under the Apache License 2.0, below.";
    const source = (about.repository?.url ?? about.repository ?? "").replace(/^git\+/, "");
    return `${name} ${about.version}\n${about.license}\n${source}\n\n${text}\n`;
  });
  const rule = `\n${"-".repeat(78)}\n\n`;
  return ["The query page of this release contains these packages:\n", ...parts, apache()].join(rule);
}

// The text of the Apache License stands in the LICENSE of triagraph.
function apache() {
  const text = readFileSync(join(here, "../LICENSE"), "utf8");
  const start = text.search(/^ *Apache License$/m);
  return `${text.slice(start, text.indexOf("END OF TERMS AND CONDITIONS") + 28).trimEnd()}\n`;
}
