// Makes what is wider than the sheet narrower, in two steps; returns what is still too large.
(() => {
  const height = 255 * 96 / 25.4; // of the text on A4
  const left = [];
  const told = (leaf, fault, element) =>
    left.push([leaf.dataset.page, fault, element.textContent.trim().slice(0, 60)]);
  for (const leaf of document.querySelectorAll(".leaf")) {
    const edge = leaf.getBoundingClientRect().right + 1;
    const wide = (element) =>
      element.getBoundingClientRect().right > edge || element.scrollWidth > element.clientWidth + 1;
    for (const element of leaf.querySelectorAll("table, pre, div.math, .re-picture, img")) {
      for (const step of ["narrow", "narrower"]) {
        if (!wide(element)) break;
        element.classList.remove("narrow");
        element.classList.add(step);
      }
      if (wide(element)) told(leaf, "wider", element);
    }
    for (const element of leaf.querySelectorAll("tr, div.math, .re-picture, img")) {
      if (element.getBoundingClientRect().height > height) told(leaf, "taller", element);
    }
    // What fits on half a sheet stays together, and under the heading of its box.
    for (const table of leaf.querySelectorAll("table")) {
      if (table.offsetHeight < height / 2) (table.closest(".table-box, .table-wrap") || table).classList.add("short");
    }
    if (leaf.scrollWidth > leaf.clientWidth + 1) told(leaf, "wider", leaf);
  }
  return left;
})()
