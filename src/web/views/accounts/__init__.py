"""What the pages about accounts show."""
