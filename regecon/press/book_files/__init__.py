"""The book as files: PDF for paper, EPUB for a reader, both made from the pages of the site."""
