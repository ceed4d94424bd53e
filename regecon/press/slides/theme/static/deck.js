/* A deck: reveal.js with the house's keys, colours and explorers. Opens from a folder. */
(function () {
  "use strict";
  const root = document.documentElement;
  const query = new URLSearchParams(location.search);
  const printing = query.has("print-pdf");
  const KEY = "regecon:deck:theme";
  // What draws an explorer; a deck without one does not load it.
  const SCRIPTS = ["palette.js", "vega.js", "charts.js", "explorer.js"];

  /* Storage may be refused; then every deck opens in the light. */
  function remembered() {
    try { return localStorage.getItem(KEY); } catch { return null; }
  }

  function dark(yes) {
    root.dataset.theme = yes ? "dark" : "light";
    document.querySelector('[data-do="dark"]').setAttribute("aria-pressed", String(yes));
    document.dispatchEvent(new Event("theme:change"));
    try { localStorage.setItem(KEY, root.dataset.theme); } catch { /* for this visit alone */ }
  }

  const acts = {
    prev: () => Reveal.prev(),
    next: () => Reveal.next(),
    notes: () => Reveal.getPlugin("notes").open(),
    dark: () => dark(root.dataset.theme !== "dark"),
  };

  /* A key that works what has the focus turns no slide: Space and Enter on a button, arrows in a
     slider (reveal.js leaves those to every field). */
  function turns(event) {
    const on = document.activeElement;
    return !(on && on.closest("button, a, summary") && [" ", "Enter"].includes(event.key));
  }

  /* A presenter's clicker always turns the slide; Escape gives the arrows back to the slides. */
  function first(event) {
    const inside = event.target.closest && event.target.closest(".explorer");
    if (!inside) return;
    const act = { PageDown: acts.next, PageUp: acts.prev, Escape: () => event.target.blur() };
    if (!act[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    act[event.key]();
  }

  function count() {
    const place = document.querySelector(".deck-count");
    const number = Reveal.getSlidePastCount() + 1;
    const total = Reveal.getTotalSlides();
    place.textContent = `${number} / ${total}`;
    place.setAttribute("aria-label",
      place.dataset.said.replace("{number}", number).replace("{count}", total));
    const on = document.activeElement;
    if (on && on.closest(".slides")) on.blur();
  }

  function bar() {
    const nav = document.querySelector(".deck-bar");
    nav.hidden = printing || query.has("receiver");
    nav.addEventListener("click", ({ target }) => {
      const act = acts[target.dataset.do];
      if (act) act();
    });
    document.querySelectorAll(".deck-count").forEach((place) => place.setAttribute("role", "status"));
    Reveal.addKeyBinding({ keyCode: 68, key: "D", description: "Dark colours" }, acts.dark);
    Reveal.on("slidechanged", count);
    count();
  }

  /* One script after another, each when the one before has run. */
  function load(names) {
    names.forEach((name) => {
      const script = document.createElement("script");
      script.async = false;
      script.src = `_static/${name}`;
      if (name === "explorer.js") script.addEventListener("load", opened);
      document.body.append(script);
    });
  }

  /* The room has predicted by raising hands, so an explorer is open from the start. */
  async function opened() {
    await window.regecon.first;
    document.querySelectorAll(".explorer .prediction-skip").forEach((button) => button.click());
    document.querySelectorAll(".framed").forEach((element) => {
      const controls = element.querySelector(".explorer-controls");
      element.classList.toggle("dense", controls.scrollHeight > controls.clientHeight + 1);
    });
    dispatchEvent(new Event("resize"));
    // A sentence of another length leaves the chart more room, or less.
    document.addEventListener("explorer:update", () => dispatchEvent(new Event("resize")));
  }

  addEventListener("keydown", first, true);
  dark(!printing && remembered() === "dark");
  Reveal.initialize({
    width: 1024,
    height: 768,
    margin: 0,
    maxScale: 4,
    center: false,
    display: "flex",
    controls: false,
    hash: true,
    keyboardCondition: turns,
    pdfSeparateFragments: false,
    transition: "none",
    // Every slide is laid out from the start: a chart is measured before it is seen.
    viewDistance: 99,
    mobileViewDistance: 99,
    scrollActivationWidth: null,
    plugins: [RevealNotes],
  }).then(() => {
    bar();
    if (!printing && "live" in document.body.dataset) load(SCRIPTS);
  });
})();
