"""Development paths: fused features, a forest of tree votes, and what its votes rest on."""
