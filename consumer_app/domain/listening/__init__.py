"""Words into what they say: folding, phrases, days and sums, facts said, excuses heard, what a text is likely about, wording."""
