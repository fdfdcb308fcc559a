"""Topics and posts: what people ask and answer."""
