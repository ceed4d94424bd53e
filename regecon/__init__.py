"""Regional Economics in the Field: data, methods and teaching machinery."""
