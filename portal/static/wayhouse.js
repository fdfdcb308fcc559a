// Quick exit, "near me", and noting what a member has read. Everything else works without script.
(function () {
  "use strict";

  var exit = document.querySelector("[data-exit]");
  var presses = [];

  // A copy that was put on this phone goes too, even without a network.
  function forget() {
    if (window.caches) {
      caches.delete("wayhouse-pack");
      caches.keys().then(function (names) { names.forEach(function (name) { caches.delete(name); }); });
    }
    if (navigator.serviceWorker) {
      navigator.serviceWorker.getRegistrations().then(function (workers) {
        workers.forEach(function (worker) { worker.unregister(); });
      });
    }
  }

  function leave() {
    forget();
    // The answer's Clear-Site-Data drops what the browser kept of us; we do not wait for it.
    fetch(exit.href, { keepalive: true, redirect: "manual" }).catch(function () {});
    document.documentElement.hidden = true;
    location.replace(exit.dataset.exit);
  }

  exit.addEventListener("click", function (event) {
    event.preventDefault();
    leave();
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Shift") { presses = []; return; }
    if (event.repeat) { return; }
    presses = presses.concat(event.timeStamp).slice(-3);
    if (presses.length === 3 && presses[2] - presses[0] < 1500) { leave(); }
  });

  // Coming back from the browser's memory must not show what was left in a hurry.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && document.documentElement.hidden) { leave(); }
  });

  document.querySelectorAll("[data-near]").forEach(function (button) {
    var words = document.querySelector(".near-words");
    if (!navigator.geolocation) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      words.textContent = words.dataset.asking;
      navigator.geolocation.getCurrentPosition(function (position) {
        // Three decimals are about 100 metres: more than that never leaves the phone.
        var here = position.coords.latitude.toFixed(3) + "," + position.coords.longitude.toFixed(3);
        var url = new URL(button.dataset.near, location.href);
        url.searchParams.set("near", here);
        location.assign(url);
      }, function () { words.textContent = words.dataset.failed; }, { timeout: 15000, maximumAge: 300000 });
    });
  });

  var read = document.querySelector("[data-read]");
  if (read) {
    setTimeout(function () {
      fetch(read.action, { method: "POST", body: new URLSearchParams(new FormData(read)), redirect: "manual" })
        .then(function () { read.hidden = true; })
        .catch(function () {});
    }, 4000);
  }
})();
