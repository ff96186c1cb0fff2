"""Circles across the classes of a network: proposed, agreed to, lived as guests, ended."""
