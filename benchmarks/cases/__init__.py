"""Tests as people write them, one file a way to reach the double: one SDK call, fresh state, one assertion.

They are run by `benchmarks.per_test`, many times each, with no pytest plugin but those they need.
"""
