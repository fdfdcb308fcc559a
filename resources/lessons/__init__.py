"""Short lessons: cards, and a quiz that is scored in the page only."""
