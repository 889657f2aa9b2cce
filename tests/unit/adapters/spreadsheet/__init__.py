"""Excel workbooks: what is particular to them, beyond the port's contract."""
