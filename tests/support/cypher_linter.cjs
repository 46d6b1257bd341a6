// Lint statements with Neo4j's own language support. Standard input: {languages, schema, statements: [{name, text,
// parameters}]}. Standard output: [{language, name, severity, message, line}], one for each thing that was found.
const support = require('@neo4j-cypher/language-support');

let given = '';
process.stdin.on('data', (part) => { given += part; });
process.stdin.on('end', () => {
  const { languages, schema, statements } = JSON.parse(given);
  // Functions and procedures come with the package; without a schema an unknown function is not even a warning.
  const known = { ...support.testData.mockSchema, ...schema };
  const found = [];
  for (const language of languages) {
    for (const { name, text, parameters } of statements) {
      const read = support.lintCypherQuery(text, { ...known, parameters, defaultLanguage: language });
      for (const { severity, message, range } of read.diagnostics) {
        found.push({ language, name, severity, message, line: range.start.line + 1 });
      }
    }
  }
  process.stdout.write(JSON.stringify(found));
});
