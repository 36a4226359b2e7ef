"""The world outside the tables: sockets, timers, mail, tokens, identity."""
