// The teacher's screen of a vote: opens and closes it, and counts while it is open.
const vote = document.querySelector(".vote");
async function set(stage) {
  await fetch(`/api/session_vars/${vote.dataset.session}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "otree-rest-key": vote.dataset.key },
    body: JSON.stringify({ vars: { [`stage${vote.dataset.round}`]: Number(stage) } }),
  });
  location.reload();
}
vote.querySelectorAll("[data-stage]").forEach((button) =>
  button.addEventListener("click", () => set(button.dataset.stage)));
const status = vote.querySelector("[role=status]");
setInterval(async () => {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const now = page.querySelector(".vote [role=status]");
  if (now && now.textContent !== status.textContent) status.textContent = now.textContent;
}, 3000);
