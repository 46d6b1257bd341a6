// constraints
// Unique keys; each also an index.
// Generated from graph/schema.py by python -m cypher.generate.

CREATE CONSTRAINT review_id IF NOT EXISTS FOR (n:Review) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT paper_id IF NOT EXISTS FOR (n:Paper) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT source_id IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT study_id IF NOT EXISTS FOR (n:Study) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT setting_id IF NOT EXISTS FOR (n:Setting) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT influence_id IF NOT EXISTS FOR (n:Influence) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT construct_id IF NOT EXISTS FOR (n:Construct) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT mapping_id IF NOT EXISTS FOR (n:Mapping) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT extraction_id IF NOT EXISTS FOR (n:Extraction) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT finding_id IF NOT EXISTS FOR (n:Finding) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT passage_id IF NOT EXISTS FOR (n:Passage) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT citedfigure_id IF NOT EXISTS FOR (n:CitedFigure) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT suggestion_id IF NOT EXISTS FOR (n:Suggestion) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT decision_id IF NOT EXISTS FOR (n:Decision) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT curator_id IF NOT EXISTS FOR (n:Curator) REQUIRE n.id IS UNIQUE;
