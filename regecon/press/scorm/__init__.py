"""Packages for a learning management system: pages of the site that report a score to it."""
