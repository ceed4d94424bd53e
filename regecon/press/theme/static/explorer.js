/* The published life of an explorer: reads the packed states, swaps rows, numbers and words.
   After every repaint the element dispatches `explorer:update` with state and headlines. */
(function () {
  "use strict";

  async function unpack(text) {
    const bytes = Uint8Array.from(atob(text.trim()), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }

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
      this.fields.forEach((field) => field.addEventListener("input", () => this.read()));
      this.presets.forEach((button, i) => button.addEventListener("click", () =>
        this.set(this.controls.map((control) => this.data.presets[i][control.name]))));
      this.find(".explorer-reset").addEventListener("click", () => this.set([...this.start]));
      const canvas = this.find(".explorer-chart");
      await window.regecon.draw(canvas, async () => {
        if (this.view) this.view.finalize();
        const rows = {};
        for (const name of Object.keys(this.data.parts)) rows[name] = this.rows(name);
        this.view = await window.regecon.embed(canvas, this.data.spec, rows);
        this.remember();
      });
      this.say();
      this.element.dataset.ready = "true";
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
      this.now = this.controls.map((control, i) => {
        const inputs = [...this.fields[i].querySelectorAll("input")];
        if (control.kind === "slider") return Number(inputs[0].value);
        if (control.kind === "choice") return inputs.findIndex((input) => input.checked);
        return inputs.reduce((sum, input, bit) => sum + (input.checked ? 2 ** bit : 0), 0);
      });
      this.repaint();
    }

    set(state) {
      this.now = state;
      this.controls.forEach((control, i) => {
        const inputs = [...this.fields[i].querySelectorAll("input")];
        if (control.kind === "slider") inputs[0].value = state[i];
        else inputs.forEach((input, k) => {
          input.checked = control.kind === "choice" ? k === state[i] : Boolean((state[i] >> k) & 1);
        });
      });
      this.repaint();
    }

    /* Input events come once a frame, so the new rows are drawn at once; while a drawing is
       under way, only the last state waits. */
    async repaint() {
      this.say();
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
      this.controls.forEach((control, i) => {
        if (control.kind !== "slider") return;
        const text = control.texts[this.now[i]];
        const input = this.fields[i].querySelector("input");
        this.fields[i].querySelector("output b").textContent = text;
        input.setAttribute("aria-valuetext", `${text} ${input.dataset.unit}`.trim());
        input.style.setProperty("--filled", this.now[i] / (control.values.length - 1));
      });
      this.presets.forEach((button, k) => {
        const same = this.controls.every((control, i) =>
          this.data.presets[k][control.name] === this.now[i]);
        button.setAttribute("aria-pressed", String(same));
      });
    }

    /* The explorer opens once the reader has predicted, or skipped; it stays so for the visit. */
    lock() {
      const key = `regecon:prediction:${this.element.dataset.explorer}`;
      const box = this.find(".prediction");
      const buttons = [...box.querySelectorAll("button")];
      const unlock = (answer) => {
        delete this.element.dataset.locked;
        this.find(".explorer-controls").disabled = false;
        buttons.forEach((button, i) => {
          button.setAttribute("aria-pressed", String(String(i) === answer));
          button.disabled = button.classList.contains("prediction-skip");
        });
        const reply = buttons[answer] && buttons[answer].dataset.reply;
        if (reply) box.querySelector(".prediction-reply").textContent = reply;
      };
      const before = remembered(key);
      if (before === null) {
        this.element.dataset.locked = "true";
        this.find(".explorer-controls").disabled = true;
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

  /* What is to be touched comes first: the page's other charts wait for this. */
  const explorers = [...document.querySelectorAll(".explorer")];
  window.regecon.first = Promise.all(
    explorers.map((element) => open(element).catch(reportError)));
})();
