"""A case and the law book, on one day: facts, contradictions, conditions, sums, claims, excuses answered, the way up, questions, demands."""
