"""The rules of mass enrollment: pure, without I/O, clock or randomness."""
