// The element <neuro-glass>: a thin shell that loads the page's wasm once it is seen, gives each instance a
// shadow root of its own, and passes calls on. What it offers is documented in README.md beside this file.

/**
 * An experiment, in the form that experiment.schema.json describes.
 * @typedef {Record<string, unknown>} Experiment
 */

/**
 * An experiment and what was done to it on the way.
 * @typedef {{ experiment: Experiment, timeline: { step: number, edit: object }[] }} Run
 */

/**
 * What the wasm gives for a mounted element.
 * @typedef {object} Instance
 * @property {() => void} dispose Ends it, and frees what it holds of the wasm's memory.
 * @property {(visible: boolean) => void} set_visible
 * @property {(theme: string) => void} set_theme
 * @property {() => Experiment} experiment
 * @property {(experiment: Experiment) => void} set_experiment
 * @property {() => Run} run
 * @property {(run: Run) => void} set_run
 * @property {() => Promise<void>} play
 * @property {() => Promise<void>} pause
 * @property {(steps: number) => Promise<void>} advance
 * @property {(step: number) => Promise<void>} seek
 * @property {() => Promise<void>} reset
 * @property {(edit: object) => Promise<void>} edit
 * @property {() => Promise<object>} snapshot
 * @property {(sample: number) => Promise<object>} trace
 * @property {(rows: [number, number][]) => Promise<number[]>} predict
 * @property {() => Promise<void>} ready
 */

const BASE = new URL('.', import.meta.url).href;

/** How far out of view an element is made ready. */
const MARGIN = '200px';

/** A moved element disconnects and connects at once; one that stays away this long is gone. */
const GRACE_MS = 100;

/** The least module with a 128-bit vector in it: a function that fills one with zeros and drops it. */
const VECTOR_MODULE = Uint8Array.of(
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // magic, version
  0x01, 0x04, 0x01, 0x60, 0x00, 0x00, // one type: () -> ()
  0x03, 0x02, 0x01, 0x00, // one function of it
  0x0a, 0x0c, 0x01, 0x0a, 0x00, // its body
  0x43, 0x00, 0x00, 0x00, 0x00, 0xfd, 0x13, 0x1a, 0x0b, // f32.const 0, f32x4.splat, drop, end
);

const STYLES = `
  :host { display: block; }
  :host([hidden]) { display: none; }
  .loading {
    box-sizing: border-box;
    min-height: 420px;
    margin: 0;
    padding: 24px;
    font: 14px/1.5 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
  }
`;

/** The wasm module of this document, shared by all its elements. @type {Promise<any> | undefined} */
let code;

/** What is missing in this browser, in a sentence for people, if anything is. */
function lack() {
  if (typeof WebAssembly !== 'object') {
    return 'Neuroglass needs WebAssembly, which this browser lacks or this page forbids.';
  }
  if (!WebAssembly.validate(VECTOR_MODULE)) {
    return 'Neuroglass needs a newer browser, with SIMD in WebAssembly: Chrome or Edge 99, Firefox 114, Safari 16.4, or newer.';
  }
  return undefined;
}

function loadCode() {
  code ??= importCode().catch((error) => {
    code = undefined; // The next element may have more luck.
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Neuroglass could not be loaded from ${BASE}: ${reason}`, { cause: error });
  });
  return code;
}

async function importCode() {
  const app = await import('./neuroglass-app.js');
  await app.default({ module_or_path: new URL('./neuroglass-app_bg.wasm', import.meta.url) });
  return app;
}

/** An error that names the field of a document, as the wasm's own do. @param {string} field @param {string} text */
function refusal(field, text) {
  return Object.assign(new Error(text), { field });
}

class NeuroGlass extends HTMLElement {
  static observedAttributes = ['experiment', 'page', 'theme'];

  /** @type {ShadowRoot} */ #root;
  /** @type {Instance | undefined} */ #instance;
  /** What to start from, once loaded. @type {Run | undefined} */ #start;
  /** Ends listeners and the observer of the time in the document. @type {AbortController | undefined} */ #presence;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #farewell;
  /** Grows with every start and every end, so that a start that was overtaken knows. */ #generation = 0;
  #starting = false;
  #failed = false;
  /** Whether someone asked for it before it was seen. */ #wanted = false;
  #inView = false;
  /** @type {PromiseWithResolvers<Instance>} */ #ready = this.#promise();

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    this.#root.adoptedStyleSheets.push(sheet);
  }

  // ── What a host page uses ──────────────────────────────────────────────────────────────────────

  /** Settles once the element shows its network; never before it has come into view. @returns {Promise<void>} */
  get ready() {
    return this.#ready.promise.then(() => undefined);
  }

  /** The settings as they are now. @returns {Experiment | undefined} */
  get experiment() {
    return this.#instance ? this.#instance.experiment() : this.#start?.experiment;
  }

  /** Starts over with other settings. Throws an error with a `field` when they are refused. */
  set experiment(experiment) {
    if (this.#instance) {
      this.#instance.set_experiment(experiment);
    } else {
      this.#startFrom({ experiment: structuredClone(experiment ?? {}), timeline: [] });
    }
  }

  /** What the run started from and what was done to it. @returns {Run | undefined} */
  get run() {
    return this.#instance ? this.#instance.run() : this.#start;
  }

  /** Starts over with another run. Throws an error with a `field` when it is refused. */
  set run(run) {
    if (this.#instance) {
      this.#instance.set_run(run);
    } else {
      this.#startFrom(structuredClone(run));
    }
  }

  /** Trains until paused. */
  async play() {
    await (await this.#loaded()).play();
  }

  /** Stops training. */
  async pause() {
    await (await this.#loaded()).pause();
  }

  /** Does so many steps more, then pauses. @param {number} steps */
  async advance(steps) {
    await (await this.#loaded()).advance(steps);
  }

  /** Goes to a step, back or forth, then pauses. @param {number} step */
  async seek(step) {
    await (await this.#loaded()).seek(step);
  }

  /** Starts over from step 0 with the present settings. */
  async reset() {
    await (await this.#loaded()).reset();
  }

  /** Changes something now: `{ rate: 0.01 }`. @param {object} edit */
  async edit(edit) {
    await (await this.#loaded()).edit(edit);
  }

  /** The present state in numbers. @returns {Promise<object>} */
  async snapshot() {
    return (await this.#loaded()).snapshot();
  }

  /** The forward and backward pass of one training example. @param {number} sample @returns {Promise<object>} */
  async trace(sample) {
    return (await this.#loaded()).trace(sample);
  }

  /** What the network says to points of the plane. @param {[number, number][]} rows @returns {Promise<number[]>} */
  async predict(rows) {
    return (await this.#loaded()).predict(rows);
  }

  // ── What the browser calls ─────────────────────────────────────────────────────────────────────

  connectedCallback() {
    clearTimeout(this.#farewell);
    this.#takeProperty('experiment');
    this.#takeProperty('run');
    this.#presence?.abort();
    this.#presence = new AbortController();
    const { signal } = this.#presence;

    const observer = new IntersectionObserver(
      (entries) => {
        this.#inView = entries.at(-1)?.isIntersecting ?? false;
        this.#update();
      },
      { rootMargin: MARGIN },
    );
    observer.observe(this);
    signal.addEventListener('abort', () => observer.disconnect());
    this.ownerDocument.addEventListener('visibilitychange', () => this.#update(), { signal });
    if (!this.#instance && !this.#failed) this.#note('Neuroglass loads when it comes into view.');
    this.#update();
  }

  disconnectedCallback() {
    this.#presence?.abort();
    this.#presence = undefined;
    this.#inView = false;
    this.#update();
    clearTimeout(this.#farewell);
    this.#farewell = setTimeout(() => this.#dispose(), GRACE_MS);
  }

  /** Its presence says that a move by `moveBefore` is no reason to disconnect. */
  connectedMoveCallback() {}

  /** @param {string} name @param {string | null} _before @param {string | null} value */
  attributeChangedCallback(name, _before, value) {
    if (name === 'page') this.#update();
    if (name === 'theme') this.#instance?.set_theme(value ?? 'auto');
    if (name !== 'experiment' || value === null) return;
    try {
      this.experiment = parse(value);
    } catch (error) {
      this.#report(error);
      if (!this.#instance) this.#fail(error);
    }
  }

  // ── Life ───────────────────────────────────────────────────────────────────────────────────────

  /** Brings what is running in line with what is seen. */
  #update() {
    const present = this.#presence !== undefined;
    const seen = present && (this.#inView || this.hasAttribute('page'));
    if (this.#instance) {
      this.#instance.set_visible(seen && !this.ownerDocument.hidden);
    } else if (present && (seen || this.#wanted) && !this.#starting && !this.#failed) {
      void this.#begin();
    }
  }

  async #begin() {
    const generation = ++this.#generation;
    const isOvertaken = () => generation !== this.#generation;
    this.#starting = true;
    try {
      const lacking = lack();
      if (lacking) throw new Error(lacking);
      this.#note('Neuroglass is loading…');
      const app = await loadCode();
      if (isOvertaken()) return;
      this.#note();
      const options = {
        base: BASE,
        page: this.hasAttribute('page'),
        panels: this.getAttribute('panels') ?? '',
        run: this.#start,
      };
      const instance = app.mount(this.#root, this, options);
      this.#instance = instance;
      this.#starting = false;
      const theme = this.getAttribute('theme');
      if (theme !== null) instance.set_theme(theme);
      this.#update();
      await instance.ready();
      if (!isOvertaken()) this.#ready.resolve(instance);
    } catch (error) {
      if (isOvertaken()) return;
      this.#starting = false;
      this.#end();
      this.#report(error);
      this.#fail(error);
    }
  }

  /** Says in the element and to those who wait that nothing comes, until another start is set. @param {unknown} error */
  #fail(error) {
    this.#failed = true;
    this.#note(error instanceof Error ? error.message : String(error), 'alert');
    this.#ready.reject(error);
  }

  /** Leaves nothing behind; a later connection starts from the same run. */
  #dispose() {
    this.#generation += 1;
    this.#starting = false;
    if (!this.#instance) {
      // Whoever waits for it hears that it is gone; if it comes back, it may have more luck.
      this.#failed = this.#wanted = false;
      this.#ready.reject(new Error('The element was removed from its document.'));
      this.#ready = this.#promise();
      return;
    }
    try {
      this.#start = this.#instance.run();
    } catch {
      // It has broken down, which it has said; what it was started from is the next best.
    }
    this.#end();
    this.#ready.reject(new Error('The element was removed from its document.'));
    this.#ready = this.#promise();
  }

  #end() {
    const instance = this.#instance;
    this.#instance = undefined;
    instance?.dispose();
  }

  /** @returns {Promise<Instance>} */
  #loaded() {
    this.#wanted = true;
    this.#update();
    return this.#ready.promise;
  }

  /** @param {Run} run */
  #startFrom(run) {
    this.#start = run;
    if (!this.#failed) return;
    this.#failed = false;
    this.#ready = this.#promise();
    this.#update();
  }

  /** @returns {PromiseWithResolvers<Instance>} */
  #promise() {
    let resolve, reject;
    const promise = new Promise((yes, no) => ([resolve, reject] = [yes, no]));
    promise.catch(() => {}); // The event `error` and the element's own words tell it too.
    return { promise, resolve, reject };
  }

  /** A property that was set before this class was known lies on the element itself. @param {'experiment' | 'run'} name */
  #takeProperty(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    this[name] = value;
  }

  /** @param {unknown} error */
  #report(error) {
    const message = error instanceof Error ? error.message : String(error);
    const detail = { message, field: error?.field };
    this.dispatchEvent(new CustomEvent('error', { bubbles: true, composed: true, detail }));
  }

  /** Words in place of the network; none take them away. @param {string} [text] @param {string} [role] */
  #note(text, role = 'status') {
    let note = this.#root.querySelector('.loading');
    if (text === undefined) {
      note?.remove();
      return;
    }
    if (!note) {
      note = this.ownerDocument.createElement('p');
      note.className = 'loading';
      this.#root.append(note);
    }
    note.setAttribute('role', role);
    note.textContent = text;
  }
}

/** @param {string} text @returns {Experiment} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refusal('experiment', `The attribute "experiment" is not JSON: ${error.message}.`);
  }
}

if (!customElements.get('neuro-glass')) customElements.define('neuro-glass', NeuroGlass);

export { NeuroGlass };
