"""Categories and concepts, with labels in every language: data that editors change, never message catalogs."""
