/* The course's line in the browser lab: how far Python is, a way back to the book, the notebook
   to hand in, and a word when the course has a newer version. It also draws the charts. */
(function () {
  "use strict";
  const words = window.regeconWords;
  const site = new URL("../../", location.href);
  const files = new URL("../files/", location.href);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  function element(tag, text, properties) {
    return Object.assign(document.createElement(tag), { textContent: text, ...properties });
  }

  const line = element("div", "", { className: "re-lab" });
  const told = element("p", "", { className: "re-lab-told" });
  told.setAttribute("role", "status");

  function tell(name, values) {
    told.textContent = fill(words[name], values || {});
  }

  /* The notebook that is open, once it is. */
  async function notebook() {
    for (;;) {
      const panel = window.jupyterapp && window.jupyterapp.shell.currentWidget;
      if (panel && panel.context && panel.sessionContext) {
        await panel.context.ready;
        return panel;
      }
      await pause(200);
    }
  }

  async function followKernel(panel) {
    const start = performance.now();
    for (;;) {
      const session = panel.sessionContext.session;
      const status = session && session.kernel ? session.kernel.status : "starting";
      if (status === "dead") return tell("failed");
      if (status === "idle" || status === "busy") break;
      tell("starting", { seconds: Math.round((performance.now() - start) / 1000) });
      await pause(500);
    }
    tell("kept");
    line.dataset.python = "ready";
    new BroadcastChannel("regecon-lab").addEventListener("message", async (event) => {
      told.textContent = event.data;
      await pause(8000);
      tell("kept");
    });
  }

  function pageOf(path) {
    const page = path.match(/^(?:exercises|notebooks)\/(?:new-\w+\/)?([\w-]+)\.ipynb$/);
    return page ? path.replace(/new-\w+\//, "").replace(/ipynb$/, "html") : "index.html";
  }

  function handIn(panel) {
    const content = JSON.stringify(panel.context.model.toJSON(), null, 1);
    const link = element("a", "", {
      href: URL.createObjectURL(new Blob([content], { type: "application/x-ipynb+json" })),
      download: panel.context.path.split("/").pop(),
    });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  /* A student's copy hides the course's file of the same name. Where the course has gone on,
     the new one is put into a folder of its own; the copy stays as it is. */
  async function askForNewer(panel) {
    const path = panel.context.path;
    const mine = (panel.context.model.getMetadata("regecon") || {}).version;
    const answer = await fetch(new URL(path, files), { cache: "no-cache" });
    if (!mine || !answer.ok) return;
    const newer = await answer.json();
    const version = newer.metadata.regecon.version;
    if (version === mine) return;
    const beside = path.replace(/([^/]+)$/, `new-${version}/$1`);
    const notice = element("div", "", { className: "re-lab-notice" });
    notice.append(element("p", words.newer));
    const open = element("button", words.open, { type: "button" });
    open.addEventListener("click", async () => {
      await putBeside(beside, newer);
      window.open(`?path=${encodeURIComponent(beside)}`);
    });
    const later = element("button", words.later, { type: "button" });
    later.addEventListener("click", () => notice.remove());
    notice.append(open, later);
    line.append(notice);
  }

  async function putBeside(path, content) {
    const contents = window.jupyterapp.serviceManager.contents;
    const there = await contents.get(path, { content: false }).catch(() => null);
    if (there) return;
    const folder = path.replace(/\/[^/]+$/, "");
    await contents.save(folder, { type: "directory" });
    await contents.save(path, { type: "notebook", format: "json", content });
  }

  /* A link of a lab to a chapter leads to the page of the book. */
  function leadToBook(event) {
    const link = event.target.closest && event.target.closest(".jp-RenderedMarkdown a[href]");
    const page = link && link.href.match(/\/(book\/[\w-]+)\.md(#.*)?$/);
    if (!page) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    window.open(new URL(`${page[1]}.html${page[2] || ""}`, site));
  }

  let drawing;
  function scripts() {
    drawing ||= ["palette.js", "vega.js", "charts.js"].reduce(
      (before, name) => before.then(() => load(new URL(`_static/${name}`, site))),
      Promise.resolve()
    );
    return drawing;
  }

  function load(address) {
    return new Promise((resolve, reject) => {
      const script = element("script", "", { src: address, onload: resolve, onerror: reject });
      document.head.append(script);
    });
  }

  /* A chart takes the width of its box, so it is drawn when the box is first seen. */
  const seen = new IntersectionObserver(async (entries) => {
    const charts = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
    charts.forEach((chart) => seen.unobserve(chart));
    if (!charts.length) return;
    await scripts();
    charts.forEach(window.regecon.plain);
  });

  function watchCharts() {
    document.querySelectorAll(".re-chart:not([data-watched])").forEach((chart) => {
      chart.dataset.watched = "true";
      seen.observe(chart);
    });
  }

  /* Charts follow the lab's theme. */
  function followTheme() {
    const dark = document.body.dataset.jpThemeLight === "false";
    const theme = dark ? "dark" : "light";
    if (document.documentElement.dataset.theme === theme) return;
    document.documentElement.dataset.theme = theme;
    document.dispatchEvent(new CustomEvent("theme:change"));
  }

  async function start() {
    document.body.classList.add("re-lab-page");
    const book = element("a", words.book, { href: new URL("index.html", site) });
    line.append(book, told);
    document.body.append(line);
    document.addEventListener("click", leadToBook, true);
    new MutationObserver(watchCharts).observe(document.body, { childList: true, subtree: true });
    new MutationObserver(followTheme).observe(document.body, {
      attributeFilter: ["data-jp-theme-light"],
    });
    const panel = await notebook();
    book.href = new URL(pageOf(panel.context.path), site);
    const download = element("button", words.download, { type: "button" });
    download.addEventListener("click", () => handIn(panel));
    line.append(download);
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && panel.context.model.dirty) panel.context.save();
    });
    followKernel(panel);
    askForNewer(panel);
  }

  start();
})();
