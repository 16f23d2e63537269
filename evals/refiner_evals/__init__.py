"""Offline evaluation; only the shelf stands so far, runner and cases come with their own issue."""
