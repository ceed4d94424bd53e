/* Quizzes: choosing an answer shows its reason. */
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches(".quiz-choice input")) return;
  const question = input.closest(".quiz-question");
  question.querySelectorAll(".quiz-choice").forEach((label) => delete label.dataset.verdict);
  input.closest(".quiz-choice").dataset.verdict = input.dataset.right === "true" ? "right" : "wrong";
  question.querySelector(".quiz-reply").textContent = input.dataset.reply;
});
