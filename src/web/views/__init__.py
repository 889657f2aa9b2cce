"""What pages show: typed view models, made from what the services give."""
