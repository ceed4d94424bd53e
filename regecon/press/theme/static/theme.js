/* Before the first paint: the chosen colours, and the news that there is script. */
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  if (!("DecompressionStream" in window) || !Object.hasOwn) root.classList.add("old");
  try {
    const chosen = localStorage.getItem("regecon:theme");
    if (chosen) root.dataset.theme = chosen;
  } catch { /* storage may be refused; then the system's choice holds */ }
})();
