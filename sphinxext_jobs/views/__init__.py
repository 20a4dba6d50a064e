"""What readers see, as values that builds compare. No node, no HTML, nothing of Sphinx."""
