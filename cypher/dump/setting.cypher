// setting
// Every Setting with every property.
// Generated from graph/schema.py by python -m cypher.generate.
// column  id: string  setting:kind/name
// column  name: string  name, first spelling met
// column  kind: string  service, site, country, region, income group, ...
// column  country: string  country as reported
// column  income_group: string  income group as reported
// column  level_of_care: string  level of care as reported
// column  sector: string  sector as reported, such as statutory or voluntary

MATCH (n:Setting)
RETURN n.id AS id,
       n.name AS name,
       n.kind AS kind,
       n.country AS country,
       n.income_group AS income_group,
       n.level_of_care AS level_of_care,
       n.sector AS sector
