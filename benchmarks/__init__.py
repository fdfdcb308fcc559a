"""What the portal costs, beside what it could cost at the least, measured in one run: `make bench`."""
