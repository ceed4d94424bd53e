/* Colours, contents and search of every page; boxes that scroll can be reached by key. */
(function () {
  "use strict";
  const root = document.documentElement;
  const find = (selector) => document.querySelector(selector);

  function isDark() {
    if (root.dataset.theme) return root.dataset.theme === "dark";
    return matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function colours() {
    const button = find(".theme-button");
    const tell = () => button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem("regecon:theme", root.dataset.theme);
      } catch { /* storage may be refused; the choice then lasts for this page */ }
      tell();
      document.dispatchEvent(new Event("theme:change"));
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tell);
    tell();
  }

  function contents() {
    const button = find(".menu-button");
    const open = (yes) => {
      button.setAttribute("aria-expanded", String(yes));
      root.classList.toggle("menu-open", yes);
    };
    button.addEventListener("click", () =>
      open(button.getAttribute("aria-expanded") !== "true"));
    find("#side").addEventListener("click", (event) => {
      if (event.target.closest("a")) open(false);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !root.classList.contains("menu-open")) return;
      open(false);
      button.focus();
    });
    const here = find(".side [aria-current]");
    const side = find("#side");
    if (here && here.offsetTop > side.clientHeight / 2) {
      side.scrollTop = here.offsetTop - side.clientHeight / 3;
    }
  }

  /* A heading may give away what the reader is asked to predict: until the answer, contents
     show the sections up to the question. */
  function sections() {
    const list = find(".side-sections");
    if (!list) return;
    const fold = () => {
      const locked = find(".explorer[data-locked]");
      for (const entry of list.children) {
        const place = document.getElementById(entry.querySelector("a").hash.slice(1));
        entry.hidden = Boolean(locked && place
          && locked.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING);
      }
      list.dataset.open = "true";
    };
    fold();
    for (const event of ["explorer:locked", "explorer:unlocked"]) {
      document.addEventListener(event, fold);
    }
  }

  /* A claim is read where it is met: a click opens its text beside it and keeps the place. */
  function claims() {
    let box = null;
    const close = (back) => {
      if (!box) return;
      const from = box.from;
      box.remove();
      box = null;
      from.removeAttribute("aria-expanded");
      if (back) from.focus();
    };
    document.addEventListener("click", (event) => {
      const link = event.target.closest(".article a.claim-link[title], .article a.claim-link[data-told]");
      if (box && !box.contains(event.target)) close(false);
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      const told = link.dataset.told || link.title;
      box = document.createElement("div");
      box.className = "told";
      box.setAttribute("role", "dialog");
      box.setAttribute("aria-label", link.textContent);
      const text = document.createElement("p");
      text.textContent = told;
      const on = document.createElement("a");
      on.href = link.href;
      on.textContent = `${link.textContent} →`;
      box.append(text, on);
      box.from = link;
      document.body.append(box);
      const at = link.getBoundingClientRect();
      const left = Math.min(at.left, innerWidth - box.offsetWidth - 16);
      Object.assign(box.style, { left: `${scrollX + Math.max(8, left)}px`,
        top: `${scrollY + at.bottom + 6}px` });
      link.setAttribute("aria-expanded", "true");
      on.focus({ preventScroll: true });
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(true); });
  }

  /* The same page in the other languages that were built beside this one. */
  function languages() {
    const box = find(".bar-languages");
    const others = Object.entries(window.regeconLanguages || {});
    if (!box || !others.length) return;
    for (const [code, [name, folder]] of others) {
      const link = document.createElement("a");
      link.href = root.dataset.content_root + folder + box.dataset.page;
      Object.assign(link, { lang: code, hreflang: code, rel: "alternate", textContent: name });
      box.append(link);
    }
    box.hidden = false;
  }

  /* The browser lab, where it was built; a page opened as a file says what it needs. */
  function lab() {
    const box = find(".lab-open");
    if (!box || !window.regeconLab) return;
    const address = new URL(root.dataset.content_root + window.regeconLab, location.href);
    address.searchParams.set("path", box.dataset.notebook);
    if (location.protocol === "file:") box.textContent = box.dataset.file;
    else box.querySelector("a").href = address;
    box.hidden = false;
  }

  function search() {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input, textarea, select, [contenteditable]")) return;
      const visible = [...document.querySelectorAll(".search-form input")]
        .reverse().find((input) => input.offsetParent);
      event.preventDefault();
      if (visible) visible.focus();
      else location.href = find(".search-link").href;
    });
  }

  /* A box that is wider than the page can be scrolled by key once it has the focus. */
  function boxes() {
    const mark = (box) => {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    };
    const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target)));
    document.querySelectorAll(
      ".table-box, .table-wrap, .cell_output .output, .highlight pre, div.math, .explorer-still",
    ).forEach((box) => {
      watch.observe(box);
      // Fonts that arrive late widen what is in a box and not the box.
      document.fonts.ready.then(() => mark(box));
    });
  }

  /* A formula in the text that is longer than its line scrolls by itself. */
  function formulas() {
    document.fonts.ready.then(() => {
      document.querySelectorAll("span.math").forEach((formula) => {
        const line = formula.closest("p, li, dd, td") || formula.parentElement;
        if (formula.offsetWidth <= line.clientWidth) return;
        formula.classList.add("long");
        formula.tabIndex = 0;
      });
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    colours();
    sections();
    contents();
    search();
    lab();
    languages();
    claims();
    boxes();
    formulas();
    addEventListener("resize", formulas);
  });
})();
