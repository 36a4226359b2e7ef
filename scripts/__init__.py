"""What `make` runs. `bootstrap` needs nothing but Python; the rest runs in `.venv`."""
