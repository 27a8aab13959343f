"""The shop's own HTTP API (docs/shop-api.yaml): the connector that asks it, and a reference server over the SQL shop."""
