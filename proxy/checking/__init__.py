"""What proxy/check is made of."""
