"""Worked cases with expected numbers from textbooks and independent packages.

``cases.json`` holds inputs, expected numbers, tolerance and source of each case.
An adapter per ``method`` key turns a case's inputs into a call of our function.
"""
