"""Journeys in a real Chromium, in the cross-site frame, with third-party cookies blocked."""
