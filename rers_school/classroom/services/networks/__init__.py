"""Networks of classes: founding, inviting, belonging, opening cards, leaving."""
