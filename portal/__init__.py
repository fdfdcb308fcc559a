"""What every floor stands on, and the roof that joins them."""
