// Shows the copy that someone put on this phone where the network fails. It reads the cache and never writes to it.
(function () {
  "use strict";

  var NAME = "wayhouse-pack";
  var COPY = "/offline-pack";
  var PATIENCE = 6000; // milliseconds

  function forget() {
    return caches.delete(NAME).then(function () { return self.registration.unregister(); });
  }

  function kept(asked) {
    return caches.match(asked, { cacheName: NAME }).then(function (found) { return found || Response.error(); });
  }

  // The page says that it is the copy; its own policy of what it may load goes with it.
  function copy() {
    return kept(COPY).then(function (found) {
      if (!found.ok) { return found; }
      return found.text().then(function (page) {
        var headers = { "Content-Type": "text/html; charset=utf-8" };
        headers["Content-Security-Policy"] = found.headers.get("Content-Security-Policy");
        return new Response(page.replace("data-offline hidden", "data-offline"), { headers: headers });
      });
    });
  }

  // The page from the network, unless it takes too long or a gateway answers in the portal's place.
  function fresh(asked) {
    return new Promise(function (resolve, reject) {
      var late = setTimeout(reject, PATIENCE);
      fetch(asked).then(function (found) {
        clearTimeout(late);
        if (found.status >= 502 && found.status <= 504) { reject(); } else { resolve(found); }
      }, reject);
    });
  }

  self.addEventListener("install", function () { self.skipWaiting(); });
  self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });

  self.addEventListener("fetch", function (event) {
    var asked = event.request;
    var address = new URL(asked.url);
    if (asked.method !== "GET" || address.origin !== location.origin) { return; }
    if (address.pathname === "/exit") { event.waitUntil(forget()); return; } // quick exit, in whatever way
    if (asked.mode === "navigate") {
      event.respondWith(fresh(asked).catch(function () {
        return copy().then(function (found) { return found.ok ? found : fetch(asked); });
      }));
    } else if (address.pathname.indexOf("/static/") === 0) {
      event.respondWith(fetch(asked).catch(function () { return kept(asked); }));
    }
  });
})();
