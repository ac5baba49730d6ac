"""What observability/check does."""
