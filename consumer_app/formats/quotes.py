"""Words of somebody between quotation marks, as a paper sets them."""

WITHIN = str.maketrans("“”", "‘’")


def quoted(words: str) -> str:
    """“…”, with what is quoted in it between single marks."""
    return f"“{words.translate(WITHIN)}”"
