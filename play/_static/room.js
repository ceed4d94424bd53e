// The clock of a page, and one submission a page. Without JavaScript the server keeps the time.
const form = document.getElementById("form");
const left = document.getElementById("left");
form.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
// Back from the history: the page is asked for anew, and the server says where one is.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
if (left) {
  const end = Date.now() + 1000 * left.dataset.seconds;
  const tick = () => {
    const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
    left.textContent = seconds;
    if (seconds > 0) return;
    clearInterval(clock);
    const late = document.createElement("input");
    Object.assign(late, { type: "hidden", name: "timeout_happened", value: "1" });
    form.append(late);
    form.submit();
  };
  const clock = setInterval(tick, 500);
  tick();
}
