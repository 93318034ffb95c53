"""What every page is made of: base templates, components, formats, navigation. Knows no feature."""
