"""Speed and memory of mockwrite, measured beside a floor and the tools people would use instead.

`python -m benchmarks` runs everything, `python -m benchmarks --quick` takes under two minutes. What is measured and what
must be reached stands in `targets.py`; every number that counts is a ratio of two things measured in turn.
"""
