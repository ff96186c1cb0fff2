"""The domain: pupils, savoirs, cards, introductions and exchanges; knows no HTTP and no LTI."""
