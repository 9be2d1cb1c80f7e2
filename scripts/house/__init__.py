"""A house of real parts: players, a satellite, voices and lights, each started for it alone.

Home Assistant runs in it as on any other machine; what it plays is heard and what it switches is read.
"""
