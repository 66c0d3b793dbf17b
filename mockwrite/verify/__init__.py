"""`mockwrite verify`: the same scenarios on a live server and here, and what differs."""
