"""Charts as SVG files: read aloud sensibly, printable, dark when the reader's screen is."""
