"""What holds for every entry of a table: run over the whole tables, and over an entry that is in none of them yet."""
