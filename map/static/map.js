// Doors and clusters on folium's map, over our own tiles.
(function () {
  "use strict";

  var map = window.map_wayhouse;
  var box = document.getElementById("map_wayhouse");
  var words = document.getElementById("map-words");
  var said = box.dataset;
  var digits = new Intl.NumberFormat(said.number);
  var marks = L.layerGroup().addTo(map);
  var asked = null;
  var shown = {};

  var DAY = {
    earth: "#f3efe7", park: "#dfe8d3", pedestrian: "#ece5d8", water: "#bcd6e2", building: "#e4dccf", path: "#d9d0c0",
    minor_road: "#ffffff", major_road: "#ffffff", highway: "#f6e3b8", rail: "#c9c2b6", words: "#4a4438", edge: "#f7f4ee"
  };
  var NIGHT = {
    earth: "#18232a", park: "#1c3027", pedestrian: "#212d34", water: "#122c3d", building: "#25323a", path: "#2c3941",
    minor_road: "#34424b", major_road: "#3d4d57", highway: "#4a4632", rail: "#2f3b43", words: "#c3cdd1", edge: "#10181d"
  };
  var PAINT = matchMedia("(prefers-color-scheme: dark)").matches ? NIGHT : DAY;

  function fill(layer, kind, minzoom) {
    return {
      dataLayer: layer, minzoom: minzoom || 0, symbolizer: new protomapsL.PolygonSymbolizer({ fill: PAINT[kind] }),
      filter: function (zoom, feature) { return feature.props.kind === kind; }
    };
  }

  function line(kind, width, minzoom) {
    var widths = protomapsL.exp(1.6, [[12, width / 4], [15, width], [18, width * 4]]);
    return {
      dataLayer: "roads", minzoom: minzoom || 0, symbolizer: new protomapsL.LineSymbolizer({ color: PAINT[kind], width: widths }),
      filter: function (zoom, feature) { return feature.props.kind === kind; }
    };
  }

  function label(layer, symbolizer, options, kinds) {
    var names = ["name:" + said.lang, "name:en", "name"];
    var style = Object.assign({ labelProps: names, fill: PAINT.words, stroke: PAINT.edge, width: 2 }, options);
    return {
      dataLayer: layer, symbolizer: new symbolizer(style),
      filter: function (zoom, feature) { return !kinds || kinds.indexOf(feature.props.kind) >= 0; }
    };
  }

  protomapsL.leafletLayer({
    url: said.tiles, maxDataZoom: 15, backgroundColor: PAINT.earth, attribution: "",
    paintRules: [
      fill("earth", "earth"), fill("landuse", "park"), fill("landuse", "pedestrian"), fill("water", "water"),
      fill("buildings", "building", 14), line("rail", 1, 12), line("path", 1, 15), line("minor_road", 4, 13),
      line("major_road", 6), line("highway", 7)
    ],
    labelRules: [
      label("places", protomapsL.CenteredTextSymbolizer, { font: "600 15px system-ui, sans-serif" }),
      label("roads", protomapsL.LineLabelSymbolizer, { font: "12px system-ui, sans-serif" }, ["highway", "major_road", "minor_road"])
    ]
  }).addTo(map);

  map.setMinZoom(9).setMaxZoom(19);
  L.control.scale({ imperial: false }).addTo(map);
  L.control.zoom({ zoomInTitle: said.closer, zoomOutTitle: said.farther, position: "topright" }).addTo(map);

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text) { made.textContent = text; }
    return made;
  }

  function picture(name) {
    var svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    var use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", said.icons + "#" + name);
    svg.setAttribute("aria-hidden", "true");
    svg.appendChild(use);
    return svg;
  }

  function name(about) {
    var made = element("strong", "", about.name);
    made.lang = about.lang;
    made.dir = about.dir;
    return made;
  }

  function popup(about) {
    var made = element("div");
    var link = element("a", "button primary", said.more);
    var others = element("a", "button", about.more && said_many(said.others, about.more));
    others.href = about.list;
    link.href = said.page.replace("SLUG", encodeURIComponent(about.slug));
    made.dir = document.documentElement.dir;
    [name(about), element("p", "kind", about.category), element("p", "", about.when), element("p", "state " + about.state, said[about.state]), link, others]
      .forEach(function (part) { if (part.textContent) { made.appendChild(part); } });
    return made;
  }

  // A mark is a button: it says what it is, and space bar and Enter press it.
  function speak(mark, spoken, press) {
    mark.getElement().setAttribute("aria-label", spoken);
    mark.getElement().addEventListener("keydown", function (event) {
      if (event.key === " " || event.key === "Enter") { event.preventDefault(); press(); }
    });
  }

  function door(at, about) {
    var pin = element("div", "pin tile-" + about.tile);
    pin.appendChild(picture(about.icon));
    var icon = L.divIcon({ html: pin, className: "", iconSize: [44, 44], iconAnchor: [22, 52], popupAnchor: [0, -48] });
    var spoken = about.name === about.category ? about.name : about.name + " · " + (about.when || about.category);
    if (about.when && said[about.state]) { spoken += " · " + said[about.state]; }
    return L.marker(at, { icon: icon, title: about.name, autoPanOnFocus: false }).bindPopup(function () { return popup(about); }, { closeButton: false, maxWidth: 180, autoPanPaddingBottomRight: [58, 5] })
      .on("add", function (event) { speak(event.target, spoken, function () { event.target.openPopup(); }); });
  }

  function cluster(at, doors) {
    var ring = element("div", "ring", digits.format(doors));
    var spoken = said_many(words.dataset.group, doors);
    return L.marker(at, { icon: L.divIcon({ html: ring, className: "", iconSize: [44, 44] }), title: spoken, autoPanOnFocus: false })
      .on("add", function (event) { speak(event.target, spoken, function () { closer(at); }); })
      .on("click", function () { closer(at); });
  }

  // The mark is gone once the map is closer: the keyboard stays with the map.
  function closer(at) {
    map.setView(at, map.getZoom() + 2);
    map.getContainer().focus({ preventScroll: true });
  }

  function said_many(template, number) { return template.replace("{n}", digits.format(number)); }

  function key(feature) { return feature.properties.slug || [feature.geometry.coordinates, feature.properties.doors].join(); }

  // Marks that stay are left alone, so that the keyboard's place and an open popup are kept.
  function show(collection) {
    var total = 0, next = {};
    collection.features.forEach(function (feature) {
      var at = [feature.geometry.coordinates[1], feature.geometry.coordinates[0]];
      var about = feature.properties, name = key(feature);
      total += about.doors || 1;
      next[name] = shown[name] || (about.doors ? cluster(at, about.doors) : door(at, about));
      if (!shown[name]) { marks.addLayer(next[name]); }
    });
    Object.keys(shown).forEach(function (name) {
      if (next[name]) { return; }
      if (shown[name].isPopupOpen()) { next[name] = shown[name]; } else { marks.removeLayer(shown[name]); }
    });
    shown = next;
    words.textContent = total ? said_many(words.dataset.many, total) : words.dataset.none;
    box.dataset.drawn = total;
  }

  function load() {
    if (asked) { asked.abort(); }
    asked = new AbortController();
    words.textContent = words.dataset.loading;
    var url = new URL(said.places, location.href);
    url.searchParams.set("bbox", map.getBounds().toBBoxString());
    url.searchParams.set("zoom", map.getZoom());
    fetch(url, { signal: asked.signal })
      .then(function (answer) { if (!answer.ok) { throw new Error(answer.status); } return answer.json(); })
      .then(show)
      .catch(function (error) { if (error.name !== "AbortError") { words.textContent = words.dataset.failed; } });
  }

  if (said.centre) { map.setView(said.centre.split(",").map(Number), said.zoom || 16); }
  map.on("moveend", load);
  box.addEventListener("keydown", function (event) { if (event.key === "Escape") { map.closePopup(); } });
  map.on("popupopen", function (event) { event.popup.getElement().querySelector("a.button").focus(); });
  map.on("popupclose", function (event) {
    var pin = event.popup._source && event.popup._source.getElement();
    if (pin) { pin.focus({ preventScroll: true }); }
  });
  load();
})();
