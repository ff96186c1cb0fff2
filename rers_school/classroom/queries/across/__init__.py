"""What the pages show of circles across classes."""
