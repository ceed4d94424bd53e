/* The published life of an explorer: reads the packed states, swaps rows, numbers and words.
   After every repaint the element dispatches `explorer:update` with state and headlines. */
(function () {
  "use strict";

  async function unpack(text) {
    const bytes = Uint8Array.from(atob(text.trim()), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }

  const STACKED = matchMedia("(max-width: 48rem)"); // chart above the controls, as in course.css
  const LEAST = 180; // pixels of a plot that can still be read
  const SPARE = 24; // pixels: another state's sentence may have a line more
  const REST = 700; // milliseconds without a step before the sentence is said aloud

  /* How many values a control has: every subset for ticks. */
  function size(control) {
    return control.kind === "checks" ? 2 ** control.values.length : control.values.length;
  }

  class Explorer {
    constructor(element, data) {
      this.element = element;
      this.data = data;
      this.controls = data.controls;
      this.start = this.controls.map((control) => control.start);
      this.now = [...this.start];
      this.shown = {};
      this.find = (selector) => element.querySelector(selector);
      this.live = this.find(".explorer-live");
      this.sentence = this.find(".explorer-sentence");
      this.numbers = [...element.querySelectorAll(".explorer-headlines dd")];
      this.fields = this.controls.map((control) =>
        this.find(`[data-control="${control.name}"]`));
      this.presets = [...element.querySelectorAll(".explorer-preset")];
    }

    async open() {
      this.live.hidden = false;
      this.lock();
      this.alone();
      // The browser may have put back what stood in the controls before.
      this.put(this.now);
      addEventListener("pageshow", () => { if (this.view) this.read(); });
      this.fields.forEach((field) => field.addEventListener("input", () => this.read()));
      this.presets.forEach((button, i) => button.addEventListener("click", () =>
        this.set(this.controls.map((control) => this.data.presets[i][control.name]))));
      this.find(".explorer-reset").addEventListener("click", () => this.set([...this.start]));
      const canvas = document.createElement("div");
      canvas.className = "re-canvas";
      this.find(".explorer-chart").append(canvas);
      this.say();
      await window.regecon.near(this.element);
      await window.regecon.draw(canvas, async () => {
        if (this.view) this.view.finalize();
        const rows = {};
        for (const name of Object.keys(this.data.parts)) rows[name] = this.rows(name);
        const spec = { ...this.data.spec, height: this.room() };
        this.view = await window.regecon.embed(canvas, spec, rows);
        this.height = spec.height;
        this.remember();
      });
      addEventListener("resize", () => this.fit());
      this.fit();
      this.element.dataset.ready = "true";
    }

    /* How high the plot may be, so that chart and headline stay in sight beside every control. */
    room() {
      const wanted = this.data.spec.height;
      const alone = this.element.classList.contains("alone");
      if (STACKED.matches) return Math.min(wanted, Math.max(LEAST, 0.3 * innerHeight));
      const [stage, chart, canvas, card] = [".explorer-stage", ".explorer-chart", ".re-canvas",
        ".explorer-card"].map(this.find);
      // What stays above: the bar where the stage sticks below it, or the card's own head.
      const above = alone ? this.live.offsetTop - card.offsetTop + SPARE
        : parseFloat(getComputedStyle(stage).top);
      const axes = this.view ? canvas.offsetHeight - this.height : 60;
      // On a slide the frame says how high the chart is, whatever the size of the window.
      if (this.element.classList.contains("framed")) {
        return Math.max(LEAST / 2, chart.offsetHeight / canvas.currentCSSZoom - axes);
      }
      // On a projector charts are drawn larger, and their pixels are not the window's.
      const zoom = canvas.getBoundingClientRect().width / canvas.offsetWidth || 1;
      const around = stage.offsetHeight - chart.offsetHeight + axes * zoom;
      const free = (innerHeight - above - around - SPARE) / zoom;
      return Math.max(LEAST, alone ? free : Math.min(wanted, free));
    }

    async fit() {
      const height = Math.round(this.room());
      if (!this.view || Math.abs(height - this.height) < 12) return;
      this.height = height;
      await this.view.height(height).runAsync();
    }

    /* This explorer alone, for a projector; Escape leads back. */
    alone() {
      const button = this.find(".explorer-alone");
      const set = (yes) => {
        this.element.classList.toggle("alone", yes);
        document.documentElement.classList.toggle("has-alone", yes);
        button.setAttribute("aria-pressed", String(yes));
        this.fit();
      };
      const full = () => document.fullscreenElement === this.element;
      button.hidden = false;
      button.addEventListener("click", () => {
        const yes = !this.element.classList.contains("alone");
        set(yes);
        // A frame or a phone may refuse; the explorer then fills the window.
        if (yes && this.element.requestFullscreen) this.element.requestFullscreen().catch(() => {});
        if (!yes && full()) document.exitFullscreen();
      });
      document.addEventListener("fullscreenchange", () => {
        if (!full() && this.was) set(false);
        this.was = full();
      });
      this.element.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && this.element.classList.contains("alone")) set(false);
      });
    }

    /* The place of the present state among the states of a part. */
    place(name) {
      let place = 0;
      for (const own of this.data.parts[name].controls) {
        const i = this.controls.findIndex((control) => control.name === own);
        place = place * size(this.controls[i]) + this.now[i];
      }
      return place;
    }

    rows(name) {
      const part = this.data.parts[name];
      const place = this.place(name);
      const even = typeof part.counts === "number";
      const count = even ? part.counts : part.counts[place];
      let first = even ? place * count : 0;
      if (!even) for (let i = 0; i < place; i++) first += part.counts[i];
      const rows = Array.from({ length: count }, () => ({}));
      for (const [key, column] of Object.entries(part.columns)) {
        for (let i = 0; i < count; i++) {
          const value = column.once ? column.once[i] : column.all[first + i];
          rows[i][key] = column.words && value !== null ? column.words[value] : value;
        }
      }
      return rows;
    }

    headlines() {
      const lines = [];
      for (const [name, part] of Object.entries(this.data.parts)) {
        const place = this.place(name);
        for (const line of part.headlines) {
          lines.push({
            label: line.label,
            value: line.values[place],
            text: line.texts.words[line.texts.all[place]],
          });
        }
      }
      return lines;
    }

    words() {
      return Object.entries(this.data.parts)
        .map(([name, part]) => part.sentences.words[part.sentences.all[this.place(name)]])
        .filter(Boolean)
        .join(" ");
    }

    state() {
      const state = {};
      this.controls.forEach((control, i) => {
        state[control.name] = control.kind === "checks"
          ? control.values.filter((_, bit) => (this.now[i] >> bit) & 1)
          : control.values[this.now[i]];
      });
      return state;
    }

    /* Take over what the reader has set. */
    read() {
      this.now = this.controls.map((control, i) => this.valueOf(control, i));
      this.repaint();
    }

    /* The place of a control's value; whatever was set from outside snaps to the nearest. */
    valueOf(control, i) {
      const inputs = [...this.fields[i].querySelectorAll("input")];
      if (control.kind === "slider") {
        const place = Math.round(Number(inputs[0].value));
        return Math.min(control.values.length - 1, Math.max(0, place || 0));
      }
      if (control.kind === "choice") {
        const place = inputs.findIndex((input) => input.checked);
        return place >= 0 && place < control.values.length ? place : this.now[i];
      }
      return inputs.slice(0, control.values.length)
        .reduce((sum, input, bit) => sum + (input.checked ? 2 ** bit : 0), 0);
    }

    set(state) {
      this.put(state);
      this.repaint();
    }

    /* Set the controls to a state. */
    put(state) {
      this.now = state;
      this.controls.forEach((control, i) => {
        const inputs = [...this.fields[i].querySelectorAll("input")];
        if (control.kind === "slider") inputs[0].value = state[i];
        else inputs.forEach((input, k) => {
          input.checked = control.kind === "choice" ? k === state[i] : Boolean((state[i] >> k) & 1);
        });
      });
    }

    /* Input events come once a frame, so the new rows are drawn at once; while a drawing is
       under way, only the last state waits. */
    async repaint() {
      this.say();
      if (!this.view) return; // it will be drawn in the state of then
      if (this.drawing) { this.waiting = true; return; }
      this.drawing = true;
      do {
        this.waiting = false;
        for (const name of Object.keys(this.data.parts)) {
          if (this.shown[name] !== this.place(name)) this.view.data(name, this.rows(name));
        }
        this.remember();
        await this.view.runAsync();
      } while (this.waiting);
      this.drawing = false;
      const detail = { state: this.state(), headlines: this.headlines(), sentence: this.words() };
      this.element.dispatchEvent(new CustomEvent("explorer:update", { bubbles: true, detail }));
    }

    remember() {
      for (const name of Object.keys(this.data.parts)) this.shown[name] = this.place(name);
    }

    /* Numbers, sentence and control texts for the present state. */
    say() {
      this.headlines().forEach((line, i) => { this.numbers[i].textContent = line.text; });
      this.sentence.textContent = this.words();
      this.tell();
      this.controls.forEach((control, i) => {
        if (control.kind !== "slider") return;
        const text = control.texts[this.now[i]];
        const input = this.fields[i].querySelector("input");
        this.fields[i].querySelector(".explorer-value b").textContent = text;
        input.setAttribute("aria-valuetext", `${text} ${input.dataset.unit}`.trim());
        input.style.setProperty("--filled", this.now[i] / (control.values.length - 1));
      });
      this.presets.forEach((button, k) => {
        const same = this.controls.every((control, i) =>
          this.data.presets[k][control.name] === this.now[i]);
        button.setAttribute("aria-pressed", String(same));
      });
    }

    /* Aloud, for who cannot see the chart: the sentence, once the reader rests. */
    tell() {
      clearTimeout(this.telling);
      if (!this.view) return;
      const said = this.find(".explorer-said");
      this.telling = setTimeout(() => { said.textContent = this.words(); }, REST);
    }

    /* The explorer opens once the reader has predicted, or skipped; it stays so for the visit. */
    lock() {
      const key = `regecon:prediction:${this.element.dataset.explorer}`;
      const box = this.find(".prediction");
      const buttons = [...box.querySelectorAll("button")];
      const unlock = (answer) => {
        delete this.element.dataset.locked;
        document.dispatchEvent(new Event("explorer:unlocked"));
        this.find(".explorer-controls").disabled = false;
        buttons.forEach((button, i) => {
          button.setAttribute("aria-pressed", String(String(i) === answer));
          button.disabled = button.classList.contains("prediction-skip");
        });
        const chosen = /^\d+$/.test(answer) && buttons[Number(answer)];
        const reply = chosen && chosen.dataset.reply;
        if (reply) box.querySelector(".prediction-reply").textContent = reply;
      };
      const before = remembered(key);
      if (before === null) {
        this.element.dataset.locked = "true";
        this.find(".explorer-controls").disabled = true;
        document.dispatchEvent(new Event("explorer:locked"));
      } else unlock(before);
      buttons.forEach((button, i) => button.addEventListener("click", () => {
        const answer = button.classList.contains("prediction-skip") ? "skipped" : String(i);
        remember(key, answer);
        unlock(answer);
      }));
    }
  }

  /* Storage may be refused, as in a private window; then nothing is remembered. */
  function remembered(key) {
    try { return sessionStorage.getItem(key); } catch { return null; }
  }
  function remember(key, value) {
    try { sessionStorage.setItem(key, value); } catch { /* nothing to keep it in */ }
  }

  async function open(element) {
    const data = await unpack(element.querySelector(".explorer-data").textContent);
    await new Explorer(element, data).open();
  }

  /* A browser that cannot: the picture, the sentence and the table that paper has. */
  function fallBack(element, error) {
    element.dataset.failed = "true";
    delete element.dataset.locked;
    document.dispatchEvent(new Event("explorer:unlocked"));
    console.error(error);
  }

  document.querySelectorAll(".explorer").forEach((element) =>
    open(element).catch((error) => fallBack(element, error)));
})();
