// Faster hands for those who work the queue: keys for what stands on the page. Everything works without.
(function () {
  "use strict";

  var hint = document.querySelector("[data-keys]");
  var choices = document.querySelectorAll(".decide input[name=action]");
  if (hint) { hint.hidden = false; }

  function typing(place) {
    return place.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) { return; }
    var number = Number(event.code.replace("Digit", ""));
    if (number >= 1 && number <= choices.length) { choices[number - 1].click(); choices[number - 1].focus(); }
    // The place of the key, not its letter: a keyboard may write Cyrillic or Arabic.
    var letter = event.code.indexOf("Key") === 0 ? event.code.slice(3).toLowerCase() : event.key.toLowerCase();
    var pressed = document.querySelector('[data-press="' + letter + '"]');
    if (pressed) { event.preventDefault(); pressed.click(); }
  });
})();
