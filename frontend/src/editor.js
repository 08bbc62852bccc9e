// The editor. It stands in a shadow root: there its styles are constructed sheets, which a strict policy allows.
import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorSelection, EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const look = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--ink)", fontSize: ".95rem" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "-1px" },
  ".cm-scroller": {
    fontFamily: 'ui-monospace, "SFMono-Regular", Menlo, Consolas, "Liberation Mono", monospace',
    lineHeight: "1.5",
    maxHeight: "32rem",
  },
  ".cm-content, .cm-gutter": { minHeight: "14rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".7rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--soft)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--raised)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--accent-soft)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)", color: "inherit" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent-soft)",
    color: "var(--ink)",
  },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal" },
  ".cm-failed": { backgroundColor: "var(--warm-soft)" },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--accent-ink)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--code-name)" },
  { tag: [tags.string, tags.number, tags.bool, tags.literal], color: "var(--warm)" },
  { tag: [tags.comment], color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.atom, tags.tagName, tags.url], color: "var(--code-iri)" },
]);

/** Put an editor into a place of the page; `complete` names what may stand at a prefix. */
export function editor(place, { label, description, run, changed, complete }) {
  const root = place.attachShadow({ mode: "open" });
  const attributes = { "aria-label": label, "aria-description": description, spellcheck: "false", tabindex: "0" };
  const view = new EditorView({
    root,
    parent: root,
    extensions: [
      keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }]),
      StreamLanguage.define(sparql),
      syntaxHighlighting(colours),
      look,
      lineNumbers(),
      history(),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      highlightActiveLine(),
      indentUnit.of("  "),
      EditorState.tabSize.of(2),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of(attributes),
      EditorView.domEventHandlers({ beforeinput: replaceSelection }),
      EditorView.updateListener.of((update) => update.docChanged && changed()),
      autocompletion({ override: [completions(complete)], icons: false }),
      keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
    ],
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    set text(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    /** Put the cursor where an error is (line and column from 1). */
    go(line, column) {
      const found = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      const at = Math.min(found.from + Math.max(column - 1, 0), found.to);
      view.dispatch({ selection: EditorSelection.cursor(at), scrollIntoView: true });
      view.focus();
    },
  };
}

// A browser that types over coloured text writes its colour into a style attribute, which the page's policy refuses.
function replaceSelection(event, view) {
  if (event.inputType !== "insertText" || event.data === null || view.composing) return false;
  const { from, to } = selected(view);
  if (from === to) return false;
  const insert = view.state.toText(event.data);
  event.preventDefault();
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input.type" });
  return true;
}

// What the browser has selected may be newer than what the editor knows.
function selected(view) {
  const found = view.root.getSelection?.();
  if (!found?.anchorNode || !view.contentDOM.contains(found.anchorNode)) return view.state.selection.main;
  const anchor = view.posAtDOM(found.anchorNode, found.anchorOffset);
  const focus = view.posAtDOM(found.focusNode, found.focusOffset);
  return { from: Math.min(anchor, focus), to: Math.max(anchor, focus) };
}

function completions(complete) {
  return (context) => {
    const word = context.matchBefore(/[A-Za-z][\w-]*:[\w-]*/);
    if (!word) return null;
    const prefix = word.text.slice(0, word.text.indexOf(":"));
    const options = complete(prefix).map(([name, label]) => ({ label: `${prefix}:${name}`, detail: label }));
    return options.length ? { from: word.from, options, validFor: /^[\w:-]*$/ } : null;
  };
}
