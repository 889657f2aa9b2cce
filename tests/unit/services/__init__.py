"""Tests of the services over the ports' stand-ins."""
