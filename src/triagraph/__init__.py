"""Keep a knowledge graph of regional clusters and networks valid, and publish it as linked open data."""
