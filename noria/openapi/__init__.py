"""APIs that describe themselves with OpenAPI: read a description, list its operations, cut one out."""
