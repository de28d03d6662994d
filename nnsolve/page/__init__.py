"""What stands on a page, before any format writes it: lines with their truth, and text in two dimensions."""
