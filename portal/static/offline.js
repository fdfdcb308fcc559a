// Puts the copy on this phone, renews it and removes it: only when someone presses the button.
(function () {
  "use strict";

  var NAME = "wayhouse-pack";
  var COPY = "/offline-pack";
  var WEEK = 7 * 24 * 3600 * 1000;
  var box = document.querySelector("[data-pack]");
  var said = box.querySelector("[data-said]");
  var held = null; // what the copy on this phone says of itself
  if (!window.caches || !navigator.serviceWorker) { return; }

  function part(name) { return box.querySelector("[data-" + name + "]"); }

  function get(address) {
    return fetch(address, { cache: "no-store", credentials: "omit" }).then(function (answer) {
      if (!answer.ok) { throw new Error(answer.statusText); }
      return answer;
    });
  }

  // Everything is fetched before what is there is replaced, so that a broken connection loses nothing.
  function keep(address) {
    var assets = box.dataset.assets.trim().split(/\s+/);
    said.textContent = "";
    Promise.all([address].concat(assets).map(get)).then(function (answers) {
      return caches.delete(NAME).then(function () { return caches.open(NAME); }).then(function (cache) {
        return Promise.all([COPY].concat(assets).map(function (name, at) { return cache.put(name, answers[at]); }));
      });
    }).then(function () {
      return navigator.serviceWorker.register("/offline-worker.js");
    }).then(show).then(function () {
      said.textContent = said.dataset.done;
    }).catch(function () { said.textContent = said.dataset.failed; });
  }

  function remove() {
    caches.delete(NAME).then(function () {
      return navigator.serviceWorker.getRegistrations();
    }).then(function (workers) {
      return Promise.all(workers.map(function (worker) { return worker.unregister(); }));
    }).then(show).then(function () { said.textContent = said.dataset.gone; });
  }

  function show() {
    return caches.match(COPY, { cacheName: NAME }).then(function (found) {
      return found ? found.text() : "";
    }).then(function (page) {
      held = page ? new DOMParser().parseFromString(page, "text/html").body.dataset : null;
      part("kept").hidden = !held;
      if (!held) { return; }
      var words = part("words");
      words.textContent = words.dataset.words.replace("{language}", held.language)
        .replace("{area}", held.area).replace("{day}", held.day);
      part("old").hidden = !(navigator.onLine && Date.now() - Date.parse(held.made) > WEEK);
    });
  }

  part("keep").addEventListener("click", function () { keep(box.dataset.pack); });
  part("renew").addEventListener("click", function () { keep(held.address); });
  part("remove").addEventListener("click", remove);
  part("without").hidden = true;
  part("with").hidden = false;
  show();
})();
