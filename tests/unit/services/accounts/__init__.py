"""Tests of the services of people who sign in."""
