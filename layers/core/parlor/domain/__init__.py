"""Rules of the product: plain data, no AWS, no I/O, no clock of its own."""
