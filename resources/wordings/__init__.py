"""Words of checks and lessons, as data that editors and translators change."""
