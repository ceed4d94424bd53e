/* What a reader would stumble over in the window as it is. Read by test_reading.py. */
window.reading = (() => {
  const frame = () => new Promise(requestAnimationFrame);
  const charts = () => [...document.querySelectorAll(".re-canvas svg, .explorer-chart svg")];
  const pictures = () => [...document.querySelectorAll(".re-chart > svg")].filter(visible);

  function visible(element) {
    for (let node = element; node && node.nodeType === 1; node = node.parentElement) {
      const style = getComputedStyle(node);
      if (style.display === "none" || style.visibility === "hidden") return false;
      if (style.opacity === "0" || node.getAttribute("opacity") === "0") return false;
    }
    return true;
  }

  /* Every chart is as wide as its box and has the words it will have. */
  async function settled() {
    const wide = (svg) => Math.abs(svg.viewBox.baseVal.width - svg.parentElement.clientWidth) < 3;
    for (let i = 0; i < 200 && !charts().every(wide); i++) await frame();
    await frame();
    await frame();
    const fills = (svg) => Math.abs(svg.clientWidth - svg.parentElement.clientWidth) < 3;
    const narrow = [...charts().filter((svg) => !wide(svg)), ...pictures().filter((svg) => !fills(svg))];
    return narrow.map(nameOf);
  }

  function nameOf(svg) {
    const explorer = svg.closest("[data-explorer]");
    if (explorer) return explorer.dataset.explorer;
    return svg.closest(".re-chart").getAttribute("aria-label").slice(0, 50);
  }

  /* Two of a text and its halo lie exactly on each other: they are one label. */
  function labelsOf(svg) {
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const found = new Map();
    for (const text of svg.querySelectorAll("text")) {
      const words = text.textContent.trim();
      if (!words || !visible(text)) continue;
      const box = text.getBoundingClientRect();
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      found.set([words, Math.round(box.left), Math.round(box.top)].join("|"), { words, box, size });
    }
    return [...found.values()];
  }

  /* A text's box has the room of its tallest letters, so a third of it may lie on another's. */
  function collide(one, other) {
    const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    return across > 1.5 && down > 0.33 * Math.min(one.height, other.height);
  }

  function labels(svg) {
    const faults = [];
    const own = svg.getBoundingClientRect();
    const box = svg.closest(".re-chart, .explorer-chart").getBoundingClientRect();
    const [left, right] = [Math.max(own.left, box.left), Math.min(own.right, box.right)];
    const all = labelsOf(svg);
    all.forEach(({ words, box: at, size }, i) => {
      const out = Math.max(left - at.left, at.right - right, own.top - at.top, at.bottom - own.bottom);
      if (out > 1.5) faults.push(`${nameOf(svg)}: "${words}" is cut by ${out.toFixed(1)} px`);
      if (words.endsWith("…")) faults.push(`${nameOf(svg)}: "${words}" is shortened`);
      if (size < 10.5) faults.push(`${nameOf(svg)}: "${words}" is ${size.toFixed(1)} px high`);
      for (const other of all.slice(i + 1)) {
        if (collide(at, other.box)) faults.push(`${nameOf(svg)}: "${words}" lies on "${other.words}"`);
      }
    });
    return faults;
  }

  /* What is touched; links in running text are exempt, as in WCAG. */
  const TOUCHED = "button, input, select, textarea, summary, .bar a, .side a, .way a, .button, "
    + ".week-facts a, .week-rests a, .index-letters a, .toctree-wrapper a";

  function small(least) {
    return [...document.querySelectorAll(TOUCHED)].filter(visible).flatMap((element) => {
      const label = element.matches("[type=radio], [type=checkbox]") && element.closest("label");
      const { width, height } = (label || element).getBoundingClientRect();
      if (!width || (width > least - 0.5 && height > least - 0.5)) return [];
      const words = (element.textContent || element.type || "").trim().slice(0, 30);
      return [`${element.tagName} "${words}" is ${width.toFixed(0)} by ${height.toFixed(0)} px`];
    });
  }

  /* Everything at fault in the window; `least` is the side of a touch target, 0 for a mouse. */
  async function faults(least) {
    const found = (await settled()).map((name) => `${name}: does not follow its box`);
    const over = document.documentElement.scrollWidth - window.innerWidth;
    if (over > 0) found.push(`the page scrolls sideways by ${over} px`);
    found.push(...charts().filter(visible).flatMap(labels), ...pictures().flatMap(labels));
    if (least) found.push(...small(least));
    return found;
  }

  const updated = (explorer) => new Promise((done) =>
    explorer.addEventListener("explorer:update", done, { once: true }));

  /* The labels of every explorer under each of its presets, and with each control at its ends. */
  async function presets() {
    const found = [];
    for (const explorer of document.querySelectorAll(".explorer")) {
      const look = async (where, change) => {
        const drawn = updated(explorer);
        change();
        await drawn;
        const told = labels(explorer.querySelector(".explorer-chart svg"));
        found.push(...told.map((fault) => `${where}: ${fault}`));
      };
      for (const button of explorer.querySelectorAll(".explorer-preset")) {
        await look(button.textContent.trim(), () => button.click());
      }
      const reset = explorer.querySelector(".explorer-reset");
      await look(reset.textContent.trim(), () => reset.click());
      for (const slider of explorer.querySelectorAll("input[type=range]")) {
        const start = slider.value;
        for (const end of [slider.min, slider.max, start]) {
          if (slider.value === end) continue;
          await look(`${slider.id} at ${end}`, () => {
            slider.value = end;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
          });
        }
      }
    }
    return found;
  }

  const SEEN = ["color", "fill", "fontSize", "fontWeight", "textShadow", "textDecorationLine",
    "borderBottomWidth"];
  const GROUND = ["backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode"];

  const places = new Map();
  const placeOf = (node) => places.get(node) ?? places.set(node, places.size).get(node);

  /* How a text looks: its own letters, those around it, and the grounds of all it stands in. */
  function lookOf(element) {
    const own = getComputedStyle(element);
    const around = getComputedStyle(element.parentElement).color;
    const look = [element.namespaceURI, element.disabled, around, ...SEEN.map((name) => own[name])];
    for (let node = element; node; node = node.parentElement) {
      const style = getComputedStyle(node);
      // What lies over another has a ground of its own.
      const moved = style.transform !== "none" && !node.ownerSVGElement;
      if (moved || /absolute|fixed|sticky/.test(style.position)) look.push(placeOf(node));
      look.push(...GROUND.map((name) => style[name]));
    }
    return look.join("|");
  }

  /* Marks one text of each look, for axe's rule on contrast, and tells how many there are. */
  function markLooks() {
    document.querySelectorAll("[data-look]").forEach((one) => one.removeAttribute("data-look"));
    const met = new Set();
    for (const element of document.body.querySelectorAll("*")) {
      // Of one sign alone axe says that it cannot tell.
      const said = (node) => node.nodeType === 3 && node.data.trim().length > 1;
      const words = [...element.childNodes].some(said);
      if (!(words || element.matches("input, select, textarea")) || !visible(element)) continue;
      const look = lookOf(element);
      if (met.has(look)) continue;
      met.add(look);
      element.dataset.look = "";
    }
    return document.querySelectorAll("[data-look]").length;
  }

  return { faults, presets, markLooks };
})();
