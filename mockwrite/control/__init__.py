"""`/_mockwrite`: the outbox, the clock, faults and projects over HTTP, for every language, and the page to look at them."""
