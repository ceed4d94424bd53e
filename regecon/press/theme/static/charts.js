/* Draws what moves with the site's own Vega, in the reader's theme and language; Vega is
   heavy, and is loaded when the first of it comes near. Charts are written in the light
   colours; in dark mode each is swapped for its twin. */
(function () {
  "use strict";
  const root = document.documentElement;
  const drawn = new Map(); // element -> the function that draws it again
  const here = document.currentScript;
  const AHEAD = "900px"; // before it comes into sight
  let vega;
  // Vega measures words before it places them, and must not measure another font's.
  const letters = Promise.resolve(document.fonts && document.fonts.load("13px Inter", document.title))
    .catch(() => []);

  /* Once an element is about to come into sight. */
  function near(element) {
    return new Promise((done) => {
      const watch = new IntersectionObserver((seen) => {
        if (!seen.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        done();
      }, { rootMargin: AHEAD });
      watch.observe(element);
    });
  }

  /* Vega, which the browser lab has in its page already. */
  function load() {
    vega ||= window.vegaEmbed ? Promise.resolve() : new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = here.dataset.vega;
      script.onload = done;
      script.onerror = () => fail(new Error(`${script.src} cannot be loaded`));
      document.head.append(script);
    });
    return vega;
  }

  function isDark() {
    const chosen = root.dataset.theme;
    if (chosen === "light" || chosen === "dark") return chosen === "dark";
    return matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function inTheme(spec) {
    let text = JSON.stringify(spec);
    if (isDark()) {
      for (const [light, dark] of Object.entries(window.regeconPalette)) {
        text = text.replaceAll(light, dark);
      }
    }
    return JSON.parse(text);
  }

  async function embed(element, spec, datasets) {
    await Promise.all([letters, load()]);
    const themed = inTheme(spec);
    themed.datasets = { ...themed.datasets, ...datasets };
    // Vega-Embed makes its element as wide as the chart; here the chart follows the column.
    Object.assign(element.style, { display: "block", width: "100%" });
    // `ast`: expressions are interpreted, so that a strict content security policy may hold.
    const options = { actions: false, renderer: "svg", ast: true };
    const result = await window.vegaEmbed(element, themed, options);
    // One image with one text: Vega's own name of the canvas would take the place of ours.
    for (const name of ["role", "aria-roledescription", "aria-label"]) element.removeAttribute(name);
    element.setAttribute("aria-hidden", "true");
    return result.view;
  }

  /* Draw now and again whenever the theme changes. */
  async function draw(element, paint) {
    drawn.set(element, paint);
    return paint();
  }

  async function plain(element) {
    const source = element.querySelector("script[type='application/json']");
    const spec = JSON.parse(source.textContent);
    const canvas = document.createElement("div");
    canvas.className = "re-canvas";
    element.append(canvas);
    await draw(element, async () => {
      const view = await embed(canvas, spec);
      element.dispatchEvent(new CustomEvent("chart:drawn", { bubbles: true, detail: { view } }));
    });
    element.dataset.ready = "true";
  }

  /* A browser that cannot draw: the picture that pages without script have. */
  function still(element, error) {
    const kept = element.querySelector("noscript");
    element.querySelectorAll(".re-canvas").forEach((canvas) => canvas.remove());
    if (kept && !element.querySelector("svg")) element.insertAdjacentHTML("beforeend", kept.textContent);
    element.dataset.failed = "true";
    console.error(error);
  }

  const show = (chart) => plain(chart).catch((error) => still(chart, error));

  function again() {
    drawn.forEach((paint, element) => {
      if (element.isConnected) paint();
      else drawn.delete(element);
    });
  }

  /* Paper is light. A print does not wait for a new drawing, so colours change in place. */
  function onPaper() {
    if (!isDark()) return;
    const twins = Object.entries(window.regeconPalette).map(([light, dark]) => [dark, light]);
    const lightOf = new Map(twins);
    document.querySelectorAll(".re-canvas [fill], .re-canvas [stroke]").forEach((mark) => {
      for (const name of ["fill", "stroke"]) {
        const light = lightOf.get(mark.getAttribute(name));
        if (light) mark.setAttribute(name, light);
      }
    });
  }

  window.regecon = { draw, embed, near, plain };
  addEventListener("beforeprint", onPaper);
  addEventListener("afterprint", again);
  document.addEventListener("theme:change", again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  document.addEventListener("DOMContentLoaded", () => {
    for (const chart of document.querySelectorAll(".re-chart")) {
      // One that answers a pointer is a picture until it is asked.
      if (chart.dataset.draw === "asked") {
        chart.addEventListener("pointerenter", () => show(chart), { once: true });
      } else if (chart.dataset.draw === "near" || chart.dataset.chart) {
        near(chart).then(() => show(chart));
      }
    }
  });
})();
