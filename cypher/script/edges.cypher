UNWIND $rows AS row MATCH (a:Start {id: row.source}) MATCH (b:End {id: row.target}) MERGE (a)-[r:TYPE {id: row.id}]->(b) SET r = row.properties;
