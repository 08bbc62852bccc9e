// The way to the worker: one query at a time, progress while it loads, and an end to what takes too long.

/** Ask by `ask`, stop by `stop`; `progress` is told how much has been loaded, from 0 to 1. */
export class Engine {
  #worker = null;
  #waiting = null;

  constructor(settings, progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** Answer a query: a message of the worker, or `{kind: "stopped"}`. */
  ask(query) {
    this.stop();
    this.#worker ??= this.#start();
    const { engine, dump, bytes, base } = this.settings;
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#worker.postMessage({ query, engine, dump, bytes, base });
    });
  }

  /** End the query that runs, if one does; the next one loads the data again, from the browser's cache. */
  stop() {
    if (!this.#waiting) return;
    this.#worker.terminate();
    this.#worker = null;
    this.#settle({ kind: "stopped" });
  }

  #start() {
    const worker = new Worker(this.settings.worker);
    worker.onmessage = ({ data }) => (data.kind === "progress" ? this.progress(data.done) : this.#settle(data));
    worker.onerror = (event) => {
      this.#worker = null;
      this.#settle({ kind: "error", where: "load", message: event.message ?? "" });
    };
    return worker;
  }

  #settle(message) {
    const resolve = this.#waiting;
    this.#waiting = null;
    resolve?.(message);
  }
}
