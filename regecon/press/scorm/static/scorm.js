/* Between a page and the course that plays it, by SCORM 1.2. The page works as on the site; what
   it keeps on the device there, the course keeps here, so that neighbours at one computer do not
   meet each other's answers. */
(function () {
  "use strict";

  const LIMIT = 4096; // characters of cmi.suspend_data, of ASCII
  const MARK = "regecon1 "; // how our own suspend_data begins
  const FRAMES = 50;
  const WAITS = [5, 10, 20, 40, 60]; // seconds to the next try
  const DONE = ["completed", "passed"];
  const STUDENT = "regecon:student";

  /* The course's API stands in one of the frames around the page, or around what opened it. */
  function around(frame) {
    for (let n = 0; frame && n < FRAMES; n += 1) {
      try {
        if (frame.API && typeof frame.API.LMSInitialize === "function") return frame.API;
      } catch { /* a frame of another host */ }
      if (frame.parent === frame) return null;
      frame = frame.parent;
    }
    return null;
  }

  function findCourse() {
    const found = around(window.parent === window ? null : window.parent);
    try { return found || around(window.top.opener); } catch { return found; }
  }

  /* The course, which may be away for a while. Whatever it throws is a no. */
  class Course {
    constructor(api) {
      this.api = api;
      this.open = false;
      this.sent = new Map();
      this.lacks = new Set();
    }

    call(name, ...given) {
      try { return String(this.api[name](...given)); } catch { return ""; }
    }

    get(name) { return this.call("LMSGetValue", `cmi.${name}`); }

    /* A page that was loaded anew in its frame may find the course open. */
    begin() {
      this.open = this.call("LMSInitialize", "") === "true" || this.get("core.lesson_status") !== "";
      return this.open;
    }

    /* Some elements are not every system's; of those that it lacks we say nothing again. */
    set(name, value) {
      if (this.sent.get(name) === value || this.lacks.has(name)) return true;
      if (this.call("LMSSetValue", `cmi.${name}`, value) === "true") {
        this.sent.set(name, value);
        return true;
      }
      if (this.call("LMSGetLastError") !== "401") return false;
      this.lacks.add(name);
      return true;
    }

    commit() { return this.call("LMSCommit", "") === "true"; }

    end() {
      this.call("LMSFinish", "");
      this.open = false;
      this.sent.clear();
    }
  }

  /* Plain letters alone: what counts bytes and what counts letters count the same. */
  function plain(value) {
    return JSON.stringify(value).replace(/[\u007f-\uffff]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
  }

  /* Answers as the course keeps them; the longest are left out until the rest has room. */
  function packed(set, answers) {
    const kept = { ...answers };
    const dropped = [];
    const text = () => MARK + plain({ set, answers: kept });
    while (text().length > LIMIT && Object.keys(kept).length) {
      const longest = Object.keys(kept)
        .reduce((one, other) => (plain(kept[other]).length > plain(kept[one]).length ? other : one));
      delete kept[longest];
      dropped.push(longest);
    }
    return { text: text(), dropped };
  }

  /* What the course has kept; null if it is not ours, not of this page or broken. */
  function unpacked(text, set) {
    if (!text) return {};
    if (!text.startsWith(MARK)) return null;
    try {
      const kept = JSON.parse(text.slice(MARK.length));
      const whole = kept.set === set && kept.answers && !Array.isArray(kept.answers);
      return whole && typeof kept.answers === "object" ? kept.answers : null;
    } catch { return null; }
  }

  /* The answers of exercises.js, which keeps them in what it takes for the device's storage. */
  class Exercises {
    constructor(set, changed) {
      this.key = `regecon:exercises:${set}`;
      this.forms = [...document.querySelectorAll(".exercise-answer")];
      this.own = new Map();
      this.stand(changed);
    }

    stand(changed) {
      let theirs = null;
      try { theirs = window.localStorage; } catch { /* refused, as it may be */ }
      const ours = (key) => key === STUDENT || key === this.key;
      const write = (key, value) => {
        if (value === null) this.own.delete(key);
        else this.own.set(key, value);
        changed();
      };
      Object.defineProperty(window, "localStorage", { configurable: true, value: {
        getItem: (key) => (ours(key) ? this.own.get(key) ?? null : theirs.getItem(key)),
        setItem: (key, value) => (ours(key) ? write(key, String(value)) : theirs.setItem(key, value)),
        removeItem: (key) => (ours(key) ? write(key, null) : theirs.removeItem(key)),
      } });
    }

    name(form) { return `${form.dataset.question}.${form.dataset.answer}`; }

    given() { return JSON.parse(this.own.get(this.key) || "{}"); }

    answers() {
      const found = Object.fromEntries(Object.entries(this.given())
        .map(([name, entry]) => [name, [entry.given, entry.tries]]));
      const student = this.own.get(STUDENT);
      return student ? { ...found, student: [student, 0] } : found;
    }

    /* What is in the page already is newer. */
    take(kept) {
      const found = {};
      this.forms.forEach((form) => {
        const entry = Object.hasOwn(kept, this.name(form)) && kept[this.name(form)];
        if (!Array.isArray(entry) || typeof entry[0] !== "string") return;
        const [given, tries] = entry;
        const choices = [...form.querySelectorAll("input[type=radio]")];
        const fits = !choices.length || choices.some((choice) => choice.value === given);
        if (fits && Number.isSafeInteger(tries) && tries >= 0) found[this.name(form)] = { given, tries };
      });
      this.own.set(this.key, JSON.stringify({ ...found, ...this.given() }));
      const [student] = Object.hasOwn(kept, "student") && Array.isArray(kept.student)
        ? kept.student : [];
      if (typeof student === "string" && !this.own.has(STUDENT)) this.own.set(STUDENT, student);
    }

    /* In a page that is already there, as if another tab had written. */
    show() {
      for (const key of [STUDENT, this.key]) {
        dispatchEvent(new StorageEvent("storage", { key, newValue: this.own.get(key) }));
      }
    }

    count() {
      const given = this.given();
      return {
        all: this.forms.length,
        answered: this.forms.filter((form) => given[this.name(form)]).length,
        right: this.forms.filter((form) => form.dataset.verdict === "right").length,
      };
    }

    label(name) {
      const form = this.forms.find((one) => this.name(one) === name);
      const asked = form ? form.querySelector("label, legend")
        : document.querySelector(".exercise-own label");
      return asked ? asked.textContent : name;
    }
  }

  /* The answers of quiz.js, which keeps none: to each question the first choice and the last. */
  class Quiz {
    constructor(_set, changed) {
      this.questions = [...document.querySelectorAll(".quiz-question")];
      this.chosen = {};
      document.addEventListener("change", ({ target }) => {
        const question = target.closest(".quiz-question");
        if (!question) return;
        const [name, now] = [target.name, this.inputs(question).indexOf(target)];
        this.chosen[name] = [this.chosen[name] ? this.chosen[name][0] : now, now];
        changed();
      });
      // Before quiz.js tells of what is chosen: a browser may put back what it remembers itself.
      addEventListener("pageshow", () => this.choose(), true);
    }

    inputs(question) { return [...question.querySelectorAll("input")]; }

    answers() { return this.chosen; }

    take(kept) {
      this.questions.forEach((question) => {
        const inputs = this.inputs(question);
        const { name } = inputs[0];
        const entry = Object.hasOwn(kept, name) && kept[name];
        if (!Array.isArray(entry) || !inputs[entry[0]] || !inputs[entry[1]]) return;
        this.chosen[name] = [entry[0], this.chosen[name] ? this.chosen[name][1] : entry[1]];
      });
      this.choose();
    }

    choose() {
      this.questions.forEach((question) => this.inputs(question).forEach((input, n) => {
        input.checked = Boolean(this.chosen[input.name]) && this.chosen[input.name][1] === n;
      }));
    }

    show() { dispatchEvent(new Event("pageshow")); }

    count() {
      const first = this.questions.map((question) => {
        const inputs = this.inputs(question);
        return inputs[(this.chosen[inputs[0].name] || [])[0]];
      }).filter(Boolean);
      const right = first.filter((input) => input.dataset.right === "true");
      return { all: this.questions.length, answered: first.length, right: right.length };
    }

    label(name) { return name; }
  }

  /* Where the student is: the question last touched, or scrolled to. */
  class Place {
    constructor() {
      this.now = "";
      const all = () => [...document.querySelectorAll(".exercise[id], .quiz-question")];
      this.find = (name) => all().find((place) => this.name(place) === name);
      addEventListener("scroll", () => {
        const passed = all().filter((place) => place.getBoundingClientRect().top < innerHeight / 2);
        this.now = passed.length ? this.name(passed[passed.length - 1]) : "";
      }, { passive: true });
      document.addEventListener("focusin", ({ target }) => {
        const place = target.closest(".exercise[id], .quiz-question");
        if (place) this.now = this.name(place);
      });
    }

    name(place) { return place.id || place.querySelector("input").name; }

    /* Once the page has its form; an address that names a place itself goes before. */
    back(name) {
      const place = this.find(name);
      if (!place || location.hash) return;
      this.now = name;
      const go = () => place.scrollIntoView({ block: "start" });
      if (document.readyState === "complete") go();
      else addEventListener("load", () => setTimeout(go));
    }
  }

  class Session {
    constructor(api, data) {
      this.course = new Course(api);
      this.set = data.set;
      this.words = data.words;
      this.told = document.querySelector(".lms-told");
      this.since = Date.now();
      this.tries = 0;
      this.place = new Place();
      const Kind = document.querySelector(".exercise-progress") ? Exercises : Quiz;
      this.page = new Kind(this.set, () => this.soon());
    }

    run() {
      document.addEventListener("visibilitychange", () => { if (document.hidden) this.report(); });
      addEventListener("pagehide", () => {
        this.report();
        if (this.course.open) this.course.end();
      });
      addEventListener("pageshow", (event) => { if (event.persisted) this.report(); });
      addEventListener("online", () => { if (this.tries) this.report(); });
      addEventListener("beforeunload", (event) => { if (this.tries) event.preventDefault(); });
      this.begin();
      this.soon();
    }

    /* After the page itself has judged what was entered. */
    soon() {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.report());
    }

    /* What the course knows of the student, once it answers. */
    begin() {
      const { course } = this;
      if (course.open) return true;
      if (!course.begin()) return false;
      this.looking = ["review", "browse"].includes(course.get("core.lesson_mode"));
      this.status = course.get("core.lesson_status");
      const enough = course.get("student_data.mastery_score");
      this.enough = enough !== "" && Number(enough) >= 0 ? Number(enough) : null;
      const kept = unpacked(course.get("suspend_data"), this.set);
      this.unread = kept === null;
      this.page.take(kept || {});
      this.first = packed(this.set, this.page.answers()).text;
      this.place.back(course.get("core.lesson_location"));
      if (document.readyState === "complete") this.page.show();
      return true;
    }

    report() {
      clearTimeout(this.waiting);
      const good = this.begin() && (this.looking || (this.hand() && this.course.commit()));
      if (good) this.tries = 0;
      else {
        const wait = WAITS[Math.min(this.tries, WAITS.length - 1)];
        this.tries += 1;
        this.waiting = setTimeout(() => this.report(), 1000 * wait);
      }
      this.tell(good);
    }

    /* All that has changed; a no to one is no reason to keep back the others. */
    hand() {
      const { course } = this;
      const { answered } = this.page.count();
      const kept = packed(this.set, this.page.answers());
      this.dropped = kept.dropped;
      const all = [];
      // What cannot be read stays until there is something to put in its place.
      if (kept.text !== this.first || course.sent.has("suspend_data")) {
        all.push(course.set("suspend_data", kept.text));
        this.unread = false;
      }
      this.status = this.judged();
      // Whoever leaves early would fail: at leaving, systems hold any score against what is enough.
      const early = this.enough !== null && this.status === "incomplete";
      if ((answered && !early) || course.sent.has("core.score.raw")) {
        all.push(course.set("core.score.min", "0"), course.set("core.score.max", "100"),
          course.set("core.score.raw", String(this.score())));
      }
      all.push(course.set("core.lesson_status", this.status));
      if (this.place.now) all.push(course.set("core.lesson_location", this.place.now));
      all.push(course.set("core.session_time", this.time()), course.set("core.exit", "suspend"));
      return all.every(Boolean);
    }

    score() {
      const { right, all } = this.page.count();
      return all ? Math.round((10000 * right) / all) / 100 : 0;
    }

    /* Done is when all is answered; passed or failed is the teacher's wish, and nothing done is
       taken back. */
    judged() {
      const { answered, all } = this.page.count();
      const whole = answered === all;
      if (DONE.includes(this.status) && (this.enough === null || this.status === "passed")) {
        return this.status;
      }
      if (this.enough === null) return whole ? "completed" : "incomplete";
      if (answered && this.score() >= this.enough) return "passed";
      return whole ? "failed" : "incomplete";
    }

    time() {
      const seconds = Math.min(Math.round((Date.now() - this.since) / 1000), 9999 * 3600);
      const two = (number) => String(number).padStart(2, "0");
      return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
    }

    tell(good) {
      const { words } = this;
      const said = [];
      if (!good) said.push(words.lost);
      else if (this.looking) said.push(words.review);
      else if (this.course.lacks.has("suspend_data")) said.push(words.lacks);
      else if (this.page.count().answered) {
        said.push(words.kept.replace("{score}", Math.round(this.score())));
      }
      if (this.unread && this.course.open) said.push(words.unread);
      if (this.dropped && this.dropped.length) {
        const labels = this.dropped.map((name) => this.page.label(name)).join("; ");
        said.push(words.long.replace("{labels}", () => labels));
      }
      const trouble = !good || this.unread || (this.dropped || []).length;
      const text = said.join(" ");
      this.told.dataset.state = trouble ? "trouble" : "kept";
      if (this.told.textContent !== text) this.told.textContent = text;
    }
  }

  window.regecon = Object.assign(window.regecon || {}, { packed, unpacked });
  document.addEventListener("DOMContentLoaded", () => {
    const data = JSON.parse(document.querySelector("#lms-data").textContent);
    const api = findCourse();
    document.querySelector(".lms-head").textContent = api ? data.words.head : data.words.alone;
    if (api) new Session(api, data).run();
  });
})();
