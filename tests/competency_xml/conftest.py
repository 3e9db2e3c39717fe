"""Hypothesis runs alike everywhere: the same examples, no deadline."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "alike", derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("alike")
