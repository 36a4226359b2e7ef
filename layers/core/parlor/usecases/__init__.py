"""One verb a file: what happens when somebody asks for something."""
