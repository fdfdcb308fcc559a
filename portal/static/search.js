// Suggestions while typing: the browser's own list below the search box. Without script there is none.
(function () {
  "use strict";

  var box = document.querySelector("input[type=search][data-suggest]");
  if (!box) { return; }
  var list = document.createElement("datalist");
  var waiting = 0;
  var asked = "";

  list.id = "suggested";
  box.after(list);
  box.setAttribute("list", list.id);

  function show(words) {
    list.replaceChildren.apply(list, words.map(function (word) {
      var option = document.createElement("option");
      option.value = word;
      return option;
    }));
  }

  function ask() {
    var typed = box.value.trim();
    if (typed === asked || typed.length < 2) { return; }
    asked = typed;
    fetch(box.dataset.suggest + "?q=" + encodeURIComponent(typed))
      .then(function (answer) { return answer.ok ? answer.json() : []; })
      .then(function (words) { if (typed === asked) { show(words); } })
      .catch(function () {});
  }

  box.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 200);
  });
}());
