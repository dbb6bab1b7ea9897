"""How ears are learned from told texts. Only ``consumer-app learn`` comes here, and only here is scikit-learn used; the site needs neither."""
