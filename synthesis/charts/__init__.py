"""Pictures of the measures: each a Vega-Lite specification made from the very rows that the measure gives."""
