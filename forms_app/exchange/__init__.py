"""The files that a service brings its records in, and takes them out: layouts as data, checks, writing, exporting."""
