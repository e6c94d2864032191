"""Journeys through the pages in a browser.

A package, so that its browser ends with it: while one is open, an event loop runs in the thread,
and Django then refuses the store to the other tests.
"""
