// nodes
// Node tables.
// Generated from graph/schema.py by python -m cypher.generate.

CREATE NODE TABLE IF NOT EXISTS Review(
  id STRING,
  title STRING,
  question STRING,
  registration STRING,
  unit STRING,
  paper_with_both STRING,
  recommendations STRING,
  codebook_version STRING,
  schema_version INT64,
  revision STRING,
  building STRING,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Paper(
  id STRING,
  title STRING,
  authors STRING[],
  year INT64,
  doi STRING,
  language STRING,
  status STRING,
  extracted BOOLEAN,
  screening_stage STRING,
  screened BOOLEAN,
  screening_reason STRING,
  extra STRING,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Source(
  id STRING,
  kind STRING,
  provider STRING,
  name STRING,
  searched_on STRING,
  search STRING,
  hits INT64,
  language_limit STRING,
  round STRING,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Study(
  id STRING,
  design STRING,
  participants STRING,
  quality STRING,
  appraisals STRING,
  extra STRING,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Setting(
  id STRING,
  name STRING,
  kind STRING,
  country STRING,
  income_group STRING,
  level_of_care STRING,
  sector STRING,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Influence(
  id STRING,
  name STRING,
  definition STRING,
  includes STRING,
  excludes STRING,
  example STRING,
  status STRING,
  level INT64,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Construct(
  id STRING,
  framework STRING,
  name STRING,
  source STRING,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Mapping(
  id STRING,
  framework STRING,
  kind STRING,
  author STRING,
  reason STRING,
  date STRING,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Extraction(
  id STRING,
  name STRING,
  papers INT64,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Finding(
  id STRING,
  direction STRING,
  assertion STRING,
  counted BOOLEAN,
  mitigated BOOLEAN,
  stage STRING,
  viewpoint STRING,
  time_point STRING,
  reported STRING,
  inverted BOOLEAN,
  setting_shared BOOLEAN,
  origin STRING,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Passage(
  id STRING,
  kind STRING,
  quote STRING,
  translation STRING,
  prefix STRING,
  suffix STRING,
  char_start INT64,
  char_end INT64,
  page INT64,
  path STRING,
  sheet STRING,
  cell STRING,
  language STRING,
  text_sha256 STRING,
  pointer STRING,
  section STRING,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS CitedFigure(
  id STRING,
  label STRING,
  papers INT64,
  of_papers INT64,
  studies INT64,
  of_studies INT64,
  influences INT64,
  percentage STRING,
  basis STRING,
  citation STRING,
  url STRING,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Suggestion(
  id STRING,
  direction STRING,
  assertion STRING,
  band STRING,
  score DOUBLE,
  reasons STRING,
  origin STRING,
  engine STRING,
  status STRING,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Decision(
  id STRING,
  kind STRING,
  verdict STRING,
  direction STRING,
  at STRING,
  reason STRING,
  seconds DOUBLE,
  blind BOOLEAN,
  codebook_version STRING,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Curator(
  id STRING,
  name STRING,
  role STRING,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Instrument(
  id STRING,
  name STRING,
  version STRING,
  form STRING,
  languages STRING[],
  scale_low DOUBLE,
  scale_high DOUBLE,
  items_kept INT64,
  items_dropped INT64,
  synthetic BOOLEAN,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Item(
  id STRING,
  item_id STRING,
  position INT64,
  wording STRING,
  text STRING,
  scale_low DOUBLE,
  scale_high DOUBLE,
  anchors STRING,
  reverse BOOLEAN,
  status STRING,
  reason STRING,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS Rating(
  id STRING,
  rated STRING,
  wave STRING,
  group_kind STRING,
  group_name STRING,
  respondents INT64,
  mean DOUBLE,
  sd DOUBLE,
  low DOUBLE,
  high DOUBLE,
  median DOUBLE,
  missing INT64,
  not_applicable INT64,
  shown BOOLEAN,
  why_not STRING,
  synthetic BOOLEAN,
  PRIMARY KEY (id)
);

CREATE NODE TABLE IF NOT EXISTS SurveyFigure(
  id STRING,
  analysis STRING,
  method STRING,
  about STRING,
  influence_id STRING,
  with_id STRING,
  item_id STRING,
  wave STRING,
  group_kind STRING,
  group_name STRING,
  respondents INT64,
  value DOUBLE,
  low DOUBLE,
  high DOUBLE,
  p DOUBLE,
  p_adj DOUBLE,
  interval_kind STRING,
  assumes STRING,
  sentence STRING,
  refused STRING,
  seed INT64,
  synthetic BOOLEAN,
  PRIMARY KEY (id)
);
