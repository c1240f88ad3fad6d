"""The program of an application."""
