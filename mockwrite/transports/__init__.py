"""Ways by which a client in this process reaches the emulation without a socket."""
