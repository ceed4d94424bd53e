/* Quizzes: choosing an answer shows its reason. */
(function () {
  "use strict";
  function tell(input) {
    const question = input.closest(".quiz-question");
    question.querySelectorAll(".quiz-choice").forEach((label) => delete label.dataset.verdict);
    input.closest(".quiz-choice").dataset.verdict =
      input.dataset.right === "true" ? "right" : "wrong";
    question.querySelector(".quiz-reply").textContent = input.dataset.reply;
  }
  document.addEventListener("change", ({ target }) => {
    if (target.matches(".quiz-choice input")) tell(target);
  });
  // A browser that puts back what was chosen gets the reason back, too.
  addEventListener("pageshow", () =>
    document.querySelectorAll(".quiz-choice input:checked").forEach(tell));
})();
