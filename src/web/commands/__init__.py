"""The commands of ``enroll``, a module for each family of them.

Each module's ``add`` tells the parser of its commands; a command is a function that takes the
parsed options and returns how it ended, None for well.
"""
