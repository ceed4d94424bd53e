/* Pages that lead to others: a filter over what they list, and how far this reader is. */
(function () {
  "use strict";

  function plain(text) { return text.toLowerCase().replaceAll("ё", "е"); }

  function filter(form) {
    const rows = [...document.querySelectorAll(form.dataset.filter)];
    const texts = rows.map((row) => plain(row.textContent + (row.matches("dt")
      ? row.nextElementSibling.textContent : "")));
    const field = form.querySelector("input");
    const chosen = [...form.querySelectorAll("select")];
    const show = () => {
      const words = plain(field.value).split(/\s+/).filter(Boolean);
      let count = 0;
      rows.forEach((row, i) => {
        const fits = words.every((word) => texts[i].includes(word))
          && chosen.every((box) => !box.value || row.dataset[box.dataset.by].split("|").includes(box.value));
        count += fits;
        row.hidden = !fits;
        if (row.matches("dt")) row.nextElementSibling.hidden = !fits;
      });
      form.querySelector("output").textContent = `${count} / ${rows.length}`;
      document.querySelectorAll(".table-group, section:has(> .claims)").forEach((group) => {
        group.hidden = !group.querySelector(`${form.dataset.filter.split(" ").pop()}:not([hidden])`);
      });
    };
    form.hidden = false;
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    // An address that names a claim shows it, whatever the filter kept from before says.
    addEventListener("hashchange", () => {
      form.reset();
      show();
      document.getElementById(location.hash.slice(1))?.scrollIntoView();
    });
    show();
  }

  function progress(line) {
    let kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(`regecon:exercises:${line.dataset.progress}`)) || {};
    } catch { /* nothing is kept here */ }
    const count = Object.keys(kept).length;
    if (!count) return;
    line.textContent = line.dataset.told
      .replace("{count}", Math.min(count, line.dataset.of)).replace("{all}", line.dataset.of);
    line.hidden = false;
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".filter").forEach(filter);
    document.querySelectorAll("[data-progress]").forEach(progress);
  });
})();
