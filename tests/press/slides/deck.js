/* What a browser test asks of the slide that is shown; loaded into a deck. */
window.deck = (() => {
  "use strict";
  const BAR = 44; // pixels below the slides
  const LEAST = 12; // pixels: the smallest letters of a picture

  const shown = (element) => element.getClientRects().length > 0
    && getComputedStyle(element).visibility !== "hidden" && !element.closest("aside.notes");
  const name = (element) => `${element.tagName.toLowerCase()}.${element.className}`.slice(0, 40);

  /* What leaves the slide or its own box. */
  function faults() {
    const slide = Reveal.getCurrentSlide();
    const box = slide.getBoundingClientRect();
    const found = [];
    if (slide.scrollHeight > slide.clientHeight + 1) {
      found.push(`higher than its slide by ${slide.scrollHeight - slide.clientHeight} px`);
    }
    for (const element of slide.querySelectorAll("*:not(svg *)")) {
      if (!shown(element) || element.closest(".explorer-title, .visually-hidden")) continue;
      const own = element.getBoundingClientRect();
      if (!own.width || !own.height) continue;
      if (own.bottom > box.bottom - BAR + 1 || own.right > box.right + 1 || own.left < box.left - 1) {
        found.push(`${name(element)} leaves the slide`);
      }
      if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth
        && getComputedStyle(element).overflowX !== "visible") found.push(`${name(element)} is cut`);
    }
    for (const svg of slide.querySelectorAll(".shown svg")) {
      const scale = svg.getBoundingClientRect().height / svg.viewBox.baseVal.height;
      const sizes = [...svg.querySelectorAll("text")].map((text) => parseFloat(text.getAttribute("font-size")));
      const least = scale * Math.min(...sizes.filter(Boolean));
      if (least < LEAST) found.push(`letters of ${least.toFixed(1)} px in a picture`);
    }
    for (const chart of slide.querySelectorAll(".explorer-chart")) {
      const over = chart.querySelector("svg").getBoundingClientRect().bottom
        - chart.getBoundingClientRect().bottom;
      if (over > 16) found.push(`an explorer's chart is ${over.toFixed(0)} px too high`);
    }
    if (!slide.querySelector("aside.notes")) found.push("has no notes");
    return found;
  }

  const place = () => Reveal.getSlidePastCount();
  const hidden = () => [...Reveal.getCurrentSlide().querySelectorAll(".fragment")]
    .filter((element) => !shown(element)).length;
  return { faults, place, hidden };
})();
