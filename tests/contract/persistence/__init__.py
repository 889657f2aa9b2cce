"""What every persistence must do, shown on the one in memory and on real databases."""
