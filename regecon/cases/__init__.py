"""The economics of this region: tables joined with methods. No chart, no word of prose."""
