"""The two engines, one adapter each: the only modules that import a database driver."""
