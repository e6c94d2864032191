"""The same actions and queries for programs: REST with an OpenAPI document."""
