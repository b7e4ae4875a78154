"""The audit: a page on which a person checks every figure against its place in the source."""
