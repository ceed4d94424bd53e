/* A deck: reveal.js with the house's keys, colours and explorers. Opens from a folder. */
(function () {
  "use strict";
  const root = document.documentElement;
  const query = new URLSearchParams(location.search);
  const printing = query.has("print-pdf");
  const KEY = "regecon:deck:theme";
  // What draws an explorer; a deck without one does not load it.
  const SCRIPTS = ["palette.js", "charts.js", "explorer.js"];

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
    fit();
  }

  /* An explorer's chart takes the room that its frame leaves. */
  function fit() {
    if (Reveal.getCurrentSlide().querySelector(".framed")) dispatchEvent(new Event("resize"));
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
      script.dataset.vega = "_static/vega.js";
      if (name === "explorer.js") script.addEventListener("load", opened);
      document.body.append(script);
    });
  }

  /* Once an explorer is drawn, or has fallen back to its picture. */
  function drawn(element) {
    const done = () => "ready" in element.dataset || "failed" in element.dataset;
    return new Promise((go) => {
      const look = () => { if (done()) { watch.disconnect(); go(); } };
      const watch = new MutationObserver(look);
      watch.observe(element, { attributes: true });
      look();
    });
  }

  /* The room has predicted by raising hands, so an explorer is open from the start. */
  async function opened() {
    for (const element of document.querySelectorAll(".framed")) {
      await drawn(element);
      element.querySelector(".prediction-skip").click();
      const controls = element.querySelector(".explorer-controls");
      element.classList.toggle("dense", controls.scrollHeight > controls.clientHeight + 1);
    }
    // A sentence of another length leaves the chart more room, or less.
    document.addEventListener("explorer:update", fit);
    fit();
    root.dataset.opened = "";
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
