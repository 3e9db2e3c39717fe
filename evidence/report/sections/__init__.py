"""The sections of a body of evidence, one module each: figures in, charts and tables out."""
