// Scores a quiz in the page. Nothing is sent or kept; without script each answer can be opened.
(function () {
  "use strict";

  var quiz = document.querySelector("[data-quiz]");
  var score = quiz.querySelector(".quiz-score");
  var items = quiz.querySelectorAll("[data-right]");
  var right = 0;

  function digits(number) {
    return new Intl.NumberFormat(document.documentElement.lang).format(number);
  }

  function answer(item, button) {
    if (button.getAttribute("aria-disabled")) { return; }
    var good = button.dataset.answer === item.dataset.right;
    var said = item.querySelector(".quiz-said");
    said.textContent = good ? said.dataset.good : said.dataset.bad;
    item.querySelector("details").open = true;
    button.setAttribute("aria-pressed", "true");
    item.querySelectorAll("[data-answer]").forEach(function (each) { each.setAttribute("aria-disabled", "true"); });
    right += good ? 1 : 0;
    score.textContent = quiz.dataset.score.replace("{right}", digits(right)).replace("{all}", digits(items.length));
  }

  items.forEach(function (item) {
    item.querySelector(".actions").hidden = false;
    item.querySelectorAll("[data-answer]").forEach(function (button) {
      button.addEventListener("click", function () { answer(item, button); });
    });
  });
})();
