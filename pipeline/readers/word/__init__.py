"""What is inside a Word file: its parts, styles, list numbers, paragraphs and tables."""
