// Speaks to passkeys and USB keys: the browser does so only by script. Everything else works without.
(function () {
  "use strict";

  function bytes(text) {
    var plain = window.atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }

  function text(buffer) {
    var letters = Array.from(new Uint8Array(buffer), function (byte) { return String.fromCharCode(byte); }).join("");
    return window.btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function known(list) {
    return (list || []).map(function (each) { return Object.assign({}, each, { id: bytes(each.id) }); });
  }

  function options(button) {
    var asked = JSON.parse(button.dataset.options);
    asked.challenge = bytes(asked.challenge);
    if (asked.user) { asked.user.id = bytes(asked.user.id); }
    asked.allowCredentials = known(asked.allowCredentials);
    asked.excludeCredentials = known(asked.excludeCredentials);
    return { publicKey: asked };
  }

  function answered(made) {
    var response = { clientDataJSON: text(made.response.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature"].forEach(function (name) {
      if (made.response[name]) { response[name] = text(made.response[name]); }
    });
    return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response: response });
  }

  document.querySelectorAll("[data-key]").forEach(function (button) {
    var form = document.querySelector("form.stack");
    var words = document.querySelector(".key-words");
    if (!window.PublicKeyCredential) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      words.textContent = "";
      navigator.credentials[button.dataset.key](options(button)).then(function (made) {
        form.elements.answer.value = answered(made);
        if (form.elements.question) { form.elements.question.value = button.dataset.sealed; }
        form.submit();
      }).catch(function () { words.textContent = button.dataset.failed; });
    });
  });
})();
