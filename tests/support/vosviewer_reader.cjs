// Runs the worker of VOSviewer Online, which reads and checks its JSON, without a screen: [graph, ...] -> [what it holds, ...].
const fs = require("node:fs");
const vm = require("node:vm");

const map = JSON.parse(fs.readFileSync(`${process.env.NODE_PATH}/vosviewer-online/index.js.map`, "utf8"));
const wrapped = map.sourcesContent[map.sources.findIndex((name) => name.endsWith("/src/workers/worker.js"))];

// The package keeps the worker as text that a page would start from a blob: take the text.
let text = "";
class Blob {
  constructor(parts) {
    text = parts.join("");
  }
}
const module_ = { exports: null };
const page = { module: module_, require: () => () => undefined, Worker: class {}, URL: { createObjectURL: () => "" }, Blob };
vm.runInNewContext(wrapped, page);
module_.exports();

const listening = [];
let answer = null;
const self = {
  addEventListener: (_, heard) => listening.push(heard),
  postMessage: (said) => { if (said.type === "end parse vosviewer-json data") answer = said.data; },
};
const worker = { self, File: class {}, console, setTimeout, ...self };
vm.runInNewContext(text, worker);

const given = JSON.parse(fs.readFileSync(0, "utf8"));
const said = given.map((graph) => {
  answer = null;
  worker.given = JSON.stringify(graph);
  // An object of the worker's own world, so that it knows it for one.
  const own = vm.runInContext("JSON.parse(given)", worker);
  const data = { type: "start parse vosviewer-json data", options: { jsonFileOrUrlOrObject: own } };
  listening.forEach((heard) => heard({ data }));
  return { error: answer.dataError, items: answer.mapData, links: answer.networkData };
});
process.stdout.write(JSON.stringify(said));
