"""What the pages of a network read: across classes, and only what is on the list of visibility."""
