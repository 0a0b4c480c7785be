"""Many articles: where they come from, how they are made side by side, what is told of them."""
