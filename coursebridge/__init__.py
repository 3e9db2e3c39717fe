"""coursebridge: from a competency standard to evidence that people learned it."""

__version__ = "0.1.0"
