// Reads one graph in the dialects of three libraries and prints what each of them holds.
const fs = require("node:fs");
const cytoscape = require("cytoscape");
const Graph = require("graphology");
const given = JSON.parse(fs.readFileSync(0, "utf8"));

async function main() {
  const { forceSimulation, forceLink } = await import(`${process.env.NODE_PATH}/d3-force/src/index.js`);
  const said = {};

  const cy = cytoscape({ ...given.cytoscape, headless: true, layout: { name: "preset" } });
  said.cytoscape = {
    nodes: cy.nodes().map((node) => node.data()),
    places: cy.nodes().map((node) => node.position()),
    edges: cy.edges().map((edge) => ({ ...edge.data(), from: edge.source().data("papers"), to: edge.target().data("papers") })),
    meta: cy.data(),
  };

  const { nodes, links } = given.d3;
  forceSimulation(nodes).force("link", forceLink(links).id((node) => node.id)).stop();
  said.d3 = { nodes, edges: links.map((link) => ({ id: link.id, direction: link.direction, href: link.href, from: link.source.papers, to: link.target.papers })) };

  const graph = Graph.from(given.graphology);
  said.graphology = {
    nodes: graph.mapNodes((key, held) => ({ id: key, ...held })),
    edges: graph.mapEdges((key, held, source, target) => ({
      id: key, ...held, from: graph.getNodeAttribute(source, "papers"), to: graph.getNodeAttribute(target, "papers"),
    })),
    meta: graph.getAttributes(),
    type: graph.type,
  };
  process.stdout.write(JSON.stringify(said));
}

main();
