/* The landing page: a click on a stop of the map, or on its button, opens the town's card. */
(function () {
  "use strict";
  const box = document.querySelector(".town-cards");
  const buttons = [...box.querySelectorAll(".town-buttons button")];
  let view = null;
  let chosen = "";

  function choose(place) {
    chosen = place;
    buttons.forEach((button) => {
      const open = button.dataset.place === place;
      button.setAttribute("aria-expanded", String(open));
      document.getElementById(button.getAttribute("aria-controls")).hidden = !open;
    });
    if (view) view.signal("chosen", chosen).runAsync();
  }

  function close() {
    const button = buttons.find((own) => own.dataset.place === chosen);
    choose("");
    if (button) button.focus();
  }

  buttons.forEach((button) => button.addEventListener("click", () =>
    choose(button.dataset.place === chosen ? "" : button.dataset.place)));
  box.addEventListener("click", (event) => {
    if (event.target.closest(".town-close")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen) close();
  });
  document.addEventListener("chart:drawn", (event) => {
    if (event.target.dataset.chart !== "route") return;
    view = event.detail.view;
    view.signal("chosen", chosen).runAsync();
    view.addEventListener("click", (click, item) => {
      const place = item && item.datum && item.datum.place;
      if (buttons.some((button) => button.dataset.place === place)) choose(place);
    });
  });
})();
