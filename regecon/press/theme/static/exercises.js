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

  /* The first rule that fits speaks. */
  function judge(answer, given) {
    const rule = answer.rules.find((rule) => typeof rule.value === "string"
      ? rule.value === given
      : Math.abs(given - rule.value) <= rule.within * (1 + 1e-9));
    return rule ? { right: rule.right, hint: rule.hint } : { right: false, hint: answer.otherwise };
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
      this.given = this.remembered();
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
        const before = this.given[this.name(form)];
        if (before === undefined) return;
        this.fill(form, before.given);
        this.show(form, this.verdict(form, before.given));
      });
      this.numbers.forEach((field) => {
        field.addEventListener("input", () => this.renumber(field.value));
      });
      this.renumber(this.number);
      this.box.querySelector(".exercise-save").addEventListener("click", () => this.save());
      this.erase.addEventListener("click", () => this.forget());
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
        const kept = JSON.parse(localStorage.getItem(this.key)) || {};
        return Object.fromEntries(Object.entries(kept)
          .filter(([, entry]) => entry && typeof entry.given === "string"));
      } catch { return {}; }
    }

    remember() {
      try {
        localStorage.setItem(this.key, JSON.stringify(this.given));
        return true;
      } catch { return false; }
    }
  }

  window.regecon = Object.assign(window.regecon || {}, {
    readNumber: read, judgeAnswer: judge, judgeWritten, drawOwn: draw,
  });
  document.addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector(".exercise-progress");
    if (box) new Exercises(box).open();
  });
})();
