// macros
// Neo4j's function names on the embedded engine, so that one text runs on both.
// Never pass a bare parameter to a macro: the engine fails an internal assertion.

CREATE MACRO toString(x) AS CAST(x AS STRING);

CREATE MACRO toInteger(x) AS CAST(x AS INT64);

CREATE MACRO toFloat(x) AS CAST(x AS DOUBLE);

CREATE MACRO toBoolean(x) AS CAST(x AS BOOLEAN);

CREATE MACRO type(x) AS label(x);
