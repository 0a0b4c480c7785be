"""``make bench``: what narrator costs and how exact it is, each a ratio inside one run."""
