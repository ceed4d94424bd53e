/* Exercises answered in the page: judged by the same rules as in the notebook, kept on this
   device only. */
(function () {
  "use strict";

  /* Numbers as people write them; as in regecon/kit/checks/written.py. */
  const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]/g;
  const MINUS = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g;
  const SPACE = /[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/g;
  const APOSTROPHE = /[\u2019\u02bc_]/g;
  const WRITTEN = /^([+-]?) ?([0-9.,' ]*[0-9])[.,]?(?:[eE]([+-]?[0-9]+))?([^0-9]*)$/;
  const PLAIN = /^[0-9]*[.,]?[0-9]+$/;
  const GROUPED = [[",", "."], [".", ","], [" ", "."], [" ", ","], ["'", "."], ["'", ","]]
    .map(([mark, decimal]) => [mark, decimal,
      new RegExp(`^[1-9][0-9]{0,2}(?:[${mark}][0-9]{3})+(?:[${decimal}][0-9]+)?$`)]);

  /* The figures with a decimal point and nothing else between them; a decimal comes first. */
  function readings(figures) {
    const found = PLAIN.test(figures) ? [figures.replace(",", ".")] : [];
    GROUPED.forEach(([mark, decimal, pattern]) => {
      /* One point with three figures behind it is a decimal point. */
      if (pattern.test(figures) && !(found.length && mark === ".")) {
        found.push(figures.split(mark).join("").replace(decimal, "."));
      }
    });
    return [...new Set(found)];
  }

  /* What a text may mean, and what stands behind the number in it. */
  function read(text) {
    const plain = text.replace(UNSEEN, "").replace(MINUS, "-").replace(SPACE, " ")
      .replace(APOSTROPHE, "'");
    const found = WRITTEN.exec(plain.trim());
    if (!found) return [[], ""];
    const [, sign, figures, power, behind] = found;
    const values = readings(figures).map((it) => Number(`${sign}${it}e${power || 0}`));
    return [values.filter(Number.isFinite), behind.trim()];
  }

  /* Whether what stands behind a number is the unit that is asked for, or its beginning. */
  function isUnit(behind, unit) {
    const words = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);
    const given = words(behind.replace(/\.+$/, ""));
    const asked = words(unit);
    return given.join(" ") === "%" || given.every((word, place) => word === asked[place]);
  }

  /* SHA-256 of a text, as bytes. The browser's own is asleep where a page comes from a file. */
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((p) => n % p)) primes.push(n);
  const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
  const START = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
  const ROUND = primes.map((p) => fraction(Math.cbrt(p)));
  const turn = (x, n) => (x >>> n) | (x << (32 - n));

  function sha256(text) {
    const plain = new TextEncoder().encode(text);
    const view = new DataView(new ArrayBuffer(((plain.length + 72) >> 6) << 6));
    plain.forEach((byte, place) => view.setUint8(place, byte));
    view.setUint8(plain.length, 0x80);
    view.setUint32(view.byteLength - 4, plain.length * 8);
    const state = [...START];
    for (let at = 0; at < view.byteLength; at += 64) {
      const w = Array.from({ length: 16 }, (_, n) => view.getInt32(at + 4 * n));
      let [a, b, c, d, e, f, g, h] = state;
      for (let n = 0; n < 64; n += 1) {
        if (n > 15) {
          const [x, y] = [w[n - 15], w[n - 2]];
          w[n] = (w[n - 16] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + w[n - 7]
            + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))) | 0;
        }
        const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g))
          + ROUND[n] + w[n]) | 0;
        const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((part, n) => { state[n] = (state[n] + part) | 0; });
    }
    const found = new DataView(new ArrayBuffer(32));
    state.forEach((part, n) => found.setInt32(4 * n, part));
    return new Uint8Array(found.buffer);
  }

  /* The cells in which an answer lies; as in regecon/kit/checks/sealed.py. */
  function cells(given, step) {
    if (typeof given === "string") return [`word ${given}`];
    const places = [["even", given / step]];
    if (given === 0) places.push(["nought", 0]);
    else places.push([given > 0 ? "above" : "below", Math.log(Math.abs(given)) / 0.05]);
    return places.filter(([, at]) => Math.abs(at) < 1e15)
      .map(([grid, at]) => `${grid} ${Math.floor(at)}`);
  }

  function mark(salt, cell) {
    return [...sha256(`${salt}|${cell}|mark`).slice(0, 8)]
      .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* The rules of a cell: only who has an answer there can open it. */
  function unsealed(packed, salt, cell) {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    for (let at = 0; at < bytes.length; at += 32) {
      const stream = sha256(`${salt}|${cell}|${at / 32}`);
      for (let n = at; n < Math.min(at + 32, bytes.length); n += 1) bytes[n] ^= stream[n - at];
    }
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  function fits(value, within, given) {
    return typeof value === "string" ? value === given
      : Math.abs(given - value) <= within * (1 + 1e-6);
  }

  /* The first rule that fits speaks. */
  function judge(answer, given) {
    const rules = cells(given, answer.step).flatMap((cell) => {
      const packed = answer.cells[mark(answer.salt, cell)];
      return packed ? unsealed(packed, answer.salt, cell) : [];
    });
    rules.sort((one, other) => one[0] - other[0]);
    const rule = rules.find(([, value, within]) => fits(value, within, given));
    if (!rule) return { right: false, hint: answer.otherwise };
    const [, , , right, hint] = rule;
    return { right: Boolean(right), hint: typeof hint === "number" ? answer.said[hint] : hint };
  }

  /* A number as it is written: of two readings the right one counts. */
  function judgeWritten(answer, text, words) {
    const [numbers, behind] = read(text);
    if (!numbers.length) return { hint: words.number };
    if (!isUnit(behind, answer.unit)) return { hint: words.unit.replace("{unit}", answer.unit) };
    const verdicts = numbers.map((number) => judge(answer, number));
    const verdict = verdicts.find((it) => it.right) || verdicts[0];
    if (verdict.right || numbers.length === 1) return verdict;
    const told = words.read.replace("{number}", numbers[0]);
    return { right: false, hint: `${verdict.hint} ${told}` };
  }

  /* Which of some choices belongs to a student's number; as in regecon/kit/checks/draws.py. */
  function draw(student, place, count) {
    const number = student.trim().toLowerCase().replace(/^0+/, "");
    let value = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(`${place}:${number}`)) {
      value = Math.imul(value ^ byte, 0x01000193) >>> 0;
    }
    return ((value ^ (value >>> 16)) >>> 0) % count;
  }

  const NUMBER = "regecon:student";

  class Exercises {
    constructor(box) {
      this.box = box;
      this.data = JSON.parse(box.querySelector(".exercise-data").textContent);
      this.words = this.data.words;
      this.key = `regecon:exercises:${this.data.set}`;
      this.given = this.remembered() || {};
      this.forms = [...document.querySelectorAll(".exercise-answer")];
      this.count = box.querySelector(".exercise-count");
      this.erase = box.querySelector(".exercise-erase");
      this.numbers = [...document.querySelectorAll(".exercise-own input")];
      this.number = this.kept(NUMBER) || "";
    }

    open() {
      this.forms.forEach((form) => {
        form.addEventListener("submit", (event) => {
          event.preventDefault();
          this.check(form);
        });
      });
      this.restore();
      /* A page that comes back, and another tab: what is shown is what is kept. */
      addEventListener("pageshow", () => this.restore());
      addEventListener("storage", (event) => {
        if (event.key === this.key || event.key === null) this.restore(this.given);
        if (event.key === NUMBER) this.renumber(event.newValue || "");
      });
      this.numbers.forEach((field) => {
        field.addEventListener("input", () => this.renumber(field.value));
      });
      this.renumber(this.number);
      this.box.querySelector(".exercise-save").addEventListener("click", () => this.save());
      this.erase.addEventListener("click", () => this.forget());
      this.tell();
    }

    /* Every form as it was answered last, here or in another tab. What is being written and was
       not checked stays as it is. */
    restore(before = {}) {
      this.given = this.remembered() || this.given;
      this.forms.forEach((form) => {
        const [old, now] = [before[this.name(form)], this.given[this.name(form)]];
        if (old && now && old.given === now.given) return;
        if (now) this.fill(form, now.given);
        else if (form.dataset.verdict !== undefined) this.fill(form, "");
        else return;
        this.show(form, now ? this.verdict(form, now.given) : {});
      });
      this.tell();
    }

    name(form) { return `${form.dataset.question}.${form.dataset.answer}`; }

    /* The row of a question's draws that belongs to the student. */
    row(question) {
      const draws = this.data.draws[question];
      return draws.rows[draw(this.number || draws.unknown, draws.place, draws.rows.length)];
    }

    /* Another student number: own figures change, and so does what is right. */
    renumber(number) {
      this.number = number;
      try {
        if (number) localStorage.setItem(NUMBER, number);
        else localStorage.removeItem(NUMBER);
      } catch { /* then it is asked for again */ }
      this.numbers.forEach((field) => {
        if (field.value !== number) field.value = number;
        const box = field.closest(".exercise-own");
        box.querySelector("output").textContent = this.row(box.dataset.question).shown;
      });
      this.forms.filter((form) => this.data.draws[form.dataset.question]).forEach((form) => {
        const before = this.given[this.name(form)];
        if (before) this.show(form, this.verdict(form, before.given));
      });
      this.tell();
    }

    kept(key) {
      try { return localStorage.getItem(key); } catch { return null; }
    }

    answer(form) {
      const own = this.data.draws[form.dataset.question] && this.row(form.dataset.question);
      return (own ? own.answers : this.data.questions[form.dataset.question])
        .find((answer) => answer.variable === form.dataset.answer);
    }

    entered(form) {
      const field = form.querySelector("input[type=text], input:checked");
      return field ? field.value.trim() : "";
    }

    fill(form, text) {
      form.querySelectorAll("input").forEach((input) => {
        if (input.type === "radio") input.checked = input.value === text;
        else input.value = text;
      });
    }

    verdict(form, text) {
      const answer = this.answer(form);
      if (form.querySelector("input[type=radio]")) return judge(answer, text);
      return judgeWritten(answer, text, this.words);
    }

    check(form) {
      const text = this.entered(form);
      if (!text) {
        this.show(form, { hint: this.words.empty });
        return;
      }
      const verdict = this.verdict(form, text);
      Object.entries(this.remembered() || {}).forEach(([name, entry]) => {
        const here = this.given[name];
        if (!here || entry.tries >= here.tries) this.given[name] = entry;
      });
      const tries = (this.given[this.name(form)] || { tries: 0 }).tries + 1;
      this.given[this.name(form)] = { given: text, tries };
      this.show(form, verdict);
      this.tell(this.remember() ? "" : this.words.kept);
    }

    show(form, verdict) {
      const reply = form.querySelector(".exercise-reply");
      const first = { true: this.words.right, false: this.words.wrong }[verdict.right] || "";
      reply.textContent = `${first} ${verdict.hint || ""}`.trim();
      if (verdict.right === undefined) delete form.dataset.verdict;
      else form.dataset.verdict = verdict.right ? "right" : "wrong";
    }

    rightOnes() {
      return this.forms.filter((form) => form.dataset.verdict === "right").length;
    }

    tell(more = "") {
      const text = this.words.count
        .replace("{right}", this.rightOnes()).replace("{all}", this.forms.length);
      this.count.textContent = `${text} ${more}`.trim();
      delete this.erase.dataset.sure;
      this.erase.textContent = this.erase.dataset.text || this.erase.textContent;
    }

    /* A file for the teacher, made and kept here. */
    save() {
      const answers = this.forms.map((form) => {
        const entry = this.given[this.name(form)];
        return {
          question: form.dataset.question,
          answer: form.dataset.answer,
          given: entry ? entry.given : null,
          tries: entry ? entry.tries : 0,
          right: form.dataset.verdict === "right",
        };
      });
      const student = this.box.querySelector("#exercise-student").value.trim();
      const file = {
        set: this.data.set,
        version: this.data.version,
        student,
        number: this.number,
        saved: new Date().toISOString(),
        right: this.rightOnes(),
        of: this.forms.length,
        answers,
      };
      const link = document.createElement("a");
      const blob = new Blob([JSON.stringify(file, null, 2)], { type: "application/json" });
      link.href = URL.createObjectURL(blob);
      link.download = [this.data.set, student.replace(/[^\p{L}\p{N}]+/gu, "-")]
        .filter(Boolean).join("-") + ".json";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }

    /* The first press asks, the second erases. */
    forget() {
      if (!this.erase.dataset.sure) {
        this.erase.dataset.text = this.erase.textContent;
        this.erase.dataset.sure = "true";
        this.erase.textContent = this.words.sure;
        return;
      }
      this.given = {};
      try { localStorage.removeItem(this.key); } catch { /* nothing was kept */ }
      this.renumber("");
      this.forms.forEach((form) => {
        form.reset();
        this.show(form, {});
      });
      this.tell(this.words.erased);
    }

    /* Storage may be refused or hold what is not ours; then we begin anew. */
    remembered() {
      try {
        const kept = JSON.parse(localStorage.getItem(this.key) || "{}");
        return Object.fromEntries(Object.entries(kept)
          .filter(([, entry]) => entry && typeof entry.given === "string"));
      } catch { return null; }
    }

    remember() {
      try {
        localStorage.setItem(this.key, JSON.stringify(this.given));
        return true;
      } catch { return false; }
    }
  }

  window.regecon = Object.assign(window.regecon || {}, {
    readNumber: read, judgeAnswer: judge, judgeWritten, drawOwn: draw, sha256,
  });
  document.addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector(".exercise-progress");
    if (box) new Exercises(box).open();
  });
})();
