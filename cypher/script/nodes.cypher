UNWIND $rows AS row MERGE (n:Label {id: row.id}) SET n = row;
