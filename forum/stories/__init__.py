"""Success stories: told under another name, by consent that can be withdrawn at once."""
