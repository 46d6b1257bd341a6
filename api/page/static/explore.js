// The network of pairs: the rows of the table below it, drawn. Without this script the table stands alone.
"use strict";
(function () {
  const section = document.querySelector("[data-network]");
  if (!section || typeof cytoscape !== "function") return;
  const canvas = section.querySelector(".canvas");
  const said = document.getElementById("network-said");
  const unit = section.dataset.unit;
  const empty = said.firstElementChild;
  const STYLE = [
    { selector: "node", style: {
      "label": "data(label)", "width": "data(size)", "height": "data(size)", "background-color": "#dfe7f1",
      "border-width": 1.5, "border-color": "#1b1b1b", "font-size": 13, "color": "#1b1b1b", "text-wrap": "wrap",
      "text-valign": "bottom", "text-margin-y": 3, "text-background-color": "#fff",
      "text-background-opacity": 0.85, "text-background-padding": 1, "min-zoomed-font-size": 5 } },
    { selector: "edge", style: {
      "width": "data(width)", "line-color": "#77746c", "curve-style": "straight", "line-style": "dashed",
      "label": "data(shared)", "font-size": 11, "color": "#1b1b1b", "text-background-color": "#fff",
      "text-background-opacity": 0.9, "text-background-padding": 1, "min-zoomed-font-size": 6 } },
    { selector: "edge[?beyond]", style: { "line-style": "solid", "line-color": "#3d3b37" } },
    { selector: "edge[?related]", style: { "line-style": "dotted" } },
    { selector: ".near", style: { "border-width": 3, "line-color": "#1b1b1b" } },
    { selector: ".far", style: { "opacity": 0.4 } },
    { selector: ":selected", style: {
      "border-width": 5, "border-color": "#a3480f", "line-color": "#a3480f", "background-color": "#fff0a8" } },
    { selector: "core", style: { "active-bg-size": 0, "selection-box-opacity": 0 } },
  ];
  const MANY = 600;
  let cy;

  const many = (number, one) => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : one === "study" ? "" : "s"}`;
  function counted(number) { return unit === "study" ? `${number} ${number === 1 ? "study" : "studies"}` : many(number, unit); }

  function line(text, name) {
    const made = document.createElement("p");
    made.textContent = text;
    made.dir = "auto";
    if (name) made.className = name;
    return made;
  }

  function link(href, text) {
    const made = document.createElement("p");
    const a = made.appendChild(document.createElement("a"));
    a.href = href;
    a.textContent = text;
    return made;
  }

  function tell(one) {
    const data = one.data();
    const lines = one.isNode() ? [
      line(data.name, "name"),
      line(`Reported by ${many(data.papers, "paper")} of ${data.of.toLocaleString("en")}${data.said ? `: ${data.said}` : ""}.`),
      line(`In ${many(data.pairs, "pair")} of this view.`),
    ] : [
      line(`${one.source().data("name")} and ${one.target().data("name")}`, "name"),
      line(`${counted(data.shared)} report both; ${data.expected} expected. ${
        data.related ? "Not tested: one is narrower than the other." : data.beyond ? "Beyond chance." : "Not beyond chance."}`),
    ];
    said.replaceChildren(...lines, link(data.href, one.isNode()
      ? `Passages of ${many(data.papers, "paper")}` : unit === "paper"
        ? `Passages of the ${many(data.shared, "paper")} that report both` : "Passages of the papers that report both"));
  }

  function choose(one) {
    cy.batch(() => {
      cy.elements().unselect().removeClass("near far");
      if (!one) return;
      const near = one.isNode() ? one.closedNeighborhood() : one.union(one.connectedNodes());
      // Paling everything else costs a redraw that large networks feel.
      if (cy.elements().length <= MANY) cy.elements().difference(near).addClass("far");
      near.addClass("near");
      one.select();
    });
    if (one) tell(one); else said.replaceChildren(empty);
  }

  function shown(one) {
    const box = one.renderedBoundingBox();
    if (box.x1 < 0 || box.y1 < 0 || box.x2 > cy.width() || box.y2 > cy.height()) cy.center(one);
  }

  // From one influence to the next by name, from one line of it to the next by what it shares.
  function step(by) {
    const nodes = cy.nodes().toArray().sort((a, b) => a.data("name").localeCompare(b.data("name")));
    const now = cy.$(":selected");
    const at = nodes.indexOf(now.nonempty() ? (now.isNode() ? now[0] : from) : null);
    from = nodes[(at + by + nodes.length) % nodes.length];
    if (at < 0) from = nodes[by > 0 ? 0 : nodes.length - 1];
    choose(from);
    shown(from);
  }
  let from = null;

  function along(by) {
    if (!from) { step(1); return; }
    const lines = from.connectedEdges().toArray().sort((a, b) => b.data("shared") - a.data("shared"));
    if (!lines.length) return;
    const at = lines.indexOf(cy.$("edge:selected")[0]);
    const next = at < 0 ? lines[by > 0 ? 0 : lines.length - 1] : lines[(at + by + lines.length) % lines.length];
    choose(next);
    shown(next);
  }

  function zoom(how) {
    if (how === "fit") {
      cy.fit(cy.elements(), 20);
      if (cy.zoom() > 1.2) { cy.zoom(1.2); cy.center(); }
      return;
    }
    cy.zoom({ level: cy.zoom() * (how === "in" ? 1.3 : 1 / 1.3), renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  }

  const KEYS = {
    ArrowRight: () => step(1), ArrowLeft: () => step(-1), ArrowDown: () => along(1), ArrowUp: () => along(-1),
    "+": () => zoom("in"), "-": () => zoom("out"), 0: () => zoom("fit"), Escape: () => { from = null; choose(null); },
    Enter: () => { const a = said.querySelector("a"); if (a) a.click(); },
  };

  function draw(found) {
    const most = Math.max(1, ...found.nodes.map((node) => node.data.papers));
    const shared = Math.max(1, ...found.edges.map((edge) => edge.data.shared));
    for (const node of found.nodes) {
      node.data.size = 16 + 26 * Math.sqrt(node.data.papers / most);
    }
    // Places are pixels that keep labels apart; of many influences they lie between -1000 and 1000.
    section.hidden = false;
    const room = found.apart ? 0 : Math.sqrt(found.nodes.length / 20) / 2000;
    const wide = room * (canvas.clientWidth - 160) || 1;
    const high = room * (canvas.clientHeight - 90) || 1;
    for (const node of found.nodes) node.position = { x: node.position.x * wide, y: node.position.y * high };
    for (const edge of found.edges) edge.data.width = 1 + 7 * (edge.data.shared / shared);
    cy = cytoscape({
      container: canvas, elements: found, style: STYLE, layout: { name: "preset", fit: false },
      minZoom: 0.05, maxZoom: 4, userZoomingEnabled: false, boxSelectionEnabled: false, selectionType: "single",
      autoungrabify: found.nodes.length > 200, hideEdgesOnViewport: found.edges.length > 600, textureOnViewport: false,
    });
    zoom("fit");
    cy.on("tap", (event) => {
      const one = event.target === cy ? null : event.target;
      from = one && one.isNode() ? one : one ? one.source() : null;
      choose(one);
    });
    // The wheel moves the page until the network has the focus.
    canvas.addEventListener("focus", () => cy.userZoomingEnabled(true));
    canvas.addEventListener("blur", () => cy.userZoomingEnabled(false));
    canvas.addEventListener("keydown", (event) => {
      const act = KEYS[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    });
    for (const button of section.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => zoom(button.dataset.zoom));
    }
    section.dataset.ready = "";
    section.network = cy;
  }

  fetch(section.dataset.network, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then(draw)
    .catch(() => { section.hidden = true; });
})();
