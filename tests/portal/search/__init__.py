"""Search: analysis, ranking, both engines, the page, the words of concepts."""
