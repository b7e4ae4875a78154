"""Figures -> tables and files: what a dataset folder holds, and how it is written and read."""
