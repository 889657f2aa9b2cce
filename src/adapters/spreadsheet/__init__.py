"""Excel workbooks: reading an uploaded one, and making a group's template, with openpyxl."""
